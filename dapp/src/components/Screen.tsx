import { useEffect, useRef, type ReactNode } from "react";

interface ScreenProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** A screen with its heading, which takes the focus when the screen opens. */
export function Screen({ title, lead, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Commonweal`;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [title]);
  return (
    <div className="stack loose">
      <div className="stack tight">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead ? <div className="soft">{lead}</div> : null}
      </div>
      {children}
    </div>
  );
}
