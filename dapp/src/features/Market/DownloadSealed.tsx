import { Button } from "../../components/Button";
import { sealedFileName, sealedText, type Sealed } from "../../lib/sealed";

interface DownloadSealedProps {
  readonly sealed: Sealed;
  readonly onDownload?: () => void;
}

/** Save what opens a sealed contribution as a file. */
export function DownloadSealed({ sealed, onDownload }: DownloadSealedProps) {
  const download = (): void => {
    const blob = new Blob([sealedText(sealed)], { type: "application/json" });
    const url = URL.createObjectURL(blob);
    const link = document.createElement("a");
    link.href = url;
    link.download = sealedFileName(sealed);
    link.click();
    URL.revokeObjectURL(url);
    onDownload?.();
  };
  return <Button onClick={download}>Download the file that opens it</Button>;
}
