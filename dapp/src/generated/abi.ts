// Generated from contracts/ by `make generate`: do not edit.

export const registryAbi = [
  {
    "inputs": [
      {
        "internalType": "address[6]",
        "name": "trainers",
        "type": "address[6]"
      },
      {
        "internalType": "address",
        "name": "market",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [],
    "name": "CloneArgumentsTooLong",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "FailedDeployment",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "InsufficientBalance",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "rule",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "MarketRuleOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "field",
        "type": "bytes32"
      }
    ],
    "name": "MetadataMissing",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "rule",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "PointsRuleOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "dimension",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "ShapeOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "rule",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "StakeRuleOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "trainerCount",
        "type": "uint256"
      }
    ],
    "name": "TrainerUnknown",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "trainer",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "deployer",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "enum ModelKind",
        "name": "model",
        "type": "uint8"
      },
      {
        "indexed": false,
        "internalType": "enum IncentiveKind",
        "name": "incentive",
        "type": "uint8"
      },
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "indexed": false,
        "internalType": "struct ModelShape",
        "name": "shape",
        "type": "tuple"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "rules",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "internalType": "string",
            "name": "name",
            "type": "string"
          },
          {
            "internalType": "string",
            "name": "description",
            "type": "string"
          },
          {
            "internalType": "string[2]",
            "name": "labelNames",
            "type": "string[2]"
          },
          {
            "internalType": "string",
            "name": "dataLicence",
            "type": "string"
          },
          {
            "internalType": "bytes32",
            "name": "encoderHash",
            "type": "bytes32"
          }
        ],
        "indexed": false,
        "internalType": "struct Metadata",
        "name": "metadata",
        "type": "tuple"
      }
    ],
    "name": "TrainerDeployed",
    "type": "event"
  },
  {
    "inputs": [],
    "name": "badges",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "enum ModelKind",
        "name": "model",
        "type": "uint8"
      },
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "shape",
        "type": "tuple"
      },
      {
        "components": [
          {
            "internalType": "uint96",
            "name": "leastBountyWei",
            "type": "uint96"
          }
        ],
        "internalType": "struct MarketRules",
        "name": "rules",
        "type": "tuple"
      },
      {
        "components": [
          {
            "internalType": "string",
            "name": "name",
            "type": "string"
          },
          {
            "internalType": "string",
            "name": "description",
            "type": "string"
          },
          {
            "internalType": "string[2]",
            "name": "labelNames",
            "type": "string[2]"
          },
          {
            "internalType": "string",
            "name": "dataLicence",
            "type": "string"
          },
          {
            "internalType": "bytes32",
            "name": "encoderHash",
            "type": "bytes32"
          }
        ],
        "internalType": "struct Metadata",
        "name": "metadata",
        "type": "tuple"
      }
    ],
    "name": "deployUnderMarket",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "enum ModelKind",
        "name": "model",
        "type": "uint8"
      },
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "shape",
        "type": "tuple"
      },
      {
        "components": [
          {
            "internalType": "uint32",
            "name": "validateWaitS",
            "type": "uint32"
          }
        ],
        "internalType": "struct PointsRules",
        "name": "rules",
        "type": "tuple"
      },
      {
        "components": [
          {
            "internalType": "string",
            "name": "name",
            "type": "string"
          },
          {
            "internalType": "string",
            "name": "description",
            "type": "string"
          },
          {
            "internalType": "string[2]",
            "name": "labelNames",
            "type": "string[2]"
          },
          {
            "internalType": "string",
            "name": "dataLicence",
            "type": "string"
          },
          {
            "internalType": "bytes32",
            "name": "encoderHash",
            "type": "bytes32"
          }
        ],
        "internalType": "struct Metadata",
        "name": "metadata",
        "type": "tuple"
      }
    ],
    "name": "deployUnderPoints",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "enum ModelKind",
        "name": "model",
        "type": "uint8"
      },
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "shape",
        "type": "tuple"
      },
      {
        "components": [
          {
            "internalType": "uint64",
            "name": "floorPriceWei",
            "type": "uint64"
          },
          {
            "internalType": "uint16",
            "name": "secondsPerSample",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "refundWaitS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "takeWaitS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "verdictGapS",
            "type": "uint32"
          },
          {
            "internalType": "uint80",
            "name": "depositCapWei",
            "type": "uint80"
          }
        ],
        "internalType": "struct StakeRules",
        "name": "rules",
        "type": "tuple"
      },
      {
        "components": [
          {
            "internalType": "string",
            "name": "name",
            "type": "string"
          },
          {
            "internalType": "string",
            "name": "description",
            "type": "string"
          },
          {
            "internalType": "string[2]",
            "name": "labelNames",
            "type": "string[2]"
          },
          {
            "internalType": "string",
            "name": "dataLicence",
            "type": "string"
          },
          {
            "internalType": "bytes32",
            "name": "encoderHash",
            "type": "bytes32"
          }
        ],
        "internalType": "struct Metadata",
        "name": "metadata",
        "type": "tuple"
      }
    ],
    "name": "deployUnderStake",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "enum ModelKind",
        "name": "model",
        "type": "uint8"
      },
      {
        "internalType": "enum IncentiveKind",
        "name": "incentive",
        "type": "uint8"
      }
    ],
    "name": "implementationOf",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "marketImplementation",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "trainerAt",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "trainerCount",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;

export const badgesAbi = [
  {
    "inputs": [],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "BadgesNotTrainer",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "BadgesSoulbound",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "sender",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
      }
    ],
    "name": "ERC721IncorrectOwner",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "ERC721InsufficientApproval",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "approver",
        "type": "address"
      }
    ],
    "name": "ERC721InvalidApprover",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      }
    ],
    "name": "ERC721InvalidOperator",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
      }
    ],
    "name": "ERC721InvalidOwner",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "receiver",
        "type": "address"
      }
    ],
    "name": "ERC721InvalidReceiver",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "sender",
        "type": "address"
      }
    ],
    "name": "ERC721InvalidSender",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "ERC721NonexistentToken",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "approved",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "Approval",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bool",
        "name": "approved",
        "type": "bool"
      }
    ],
    "name": "ApprovalForAll",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "Locked",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "from",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "Transfer",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "Unlocked",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "approve",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "registryIndex",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "holder",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "pointsBefore",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "pointsNow",
        "type": "uint256"
      }
    ],
    "name": "award",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
      }
    ],
    "name": "balanceOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "getApproved",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      }
    ],
    "name": "isApprovedForAll",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "levelCount",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "locked",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "level",
        "type": "uint256"
      }
    ],
    "name": "milestone",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "name",
    "outputs": [
      {
        "internalType": "string",
        "name": "",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "ownerOf",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "from",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "safeTransferFrom",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "from",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      },
      {
        "internalType": "bytes",
        "name": "data",
        "type": "bytes"
      }
    ],
    "name": "safeTransferFrom",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "internalType": "bool",
        "name": "approved",
        "type": "bool"
      }
    ],
    "name": "setApprovalForAll",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes4",
        "name": "interfaceId",
        "type": "bytes4"
      }
    ],
    "name": "supportsInterface",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "symbol",
    "outputs": [
      {
        "internalType": "string",
        "name": "",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "tokenURI",
    "outputs": [
      {
        "internalType": "string",
        "name": "",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "from",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "tokenId",
        "type": "uint256"
      }
    ],
    "name": "transferFrom",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;

export const sparsePerceptronStakeAbi = [
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balanceWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "mostWei",
        "type": "uint256"
      }
    ],
    "name": "BalanceTooLarge",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "ContributionAlreadyOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "foundBytes",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "mostBytes",
        "type": "uint256"
      }
    ],
    "name": "ContributionTooLarge",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "ContributionUnknown",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "CreditEmpty",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "wouldHoldWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "capWei",
        "type": "uint256"
      }
    ],
    "name": "DepositCapExceeded",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "sentWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "leastWei",
        "type": "uint256"
      }
    ],
    "name": "DepositTooSmall",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "FailedCall",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "FundingEmpty",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "InsufficientBalance",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "feature",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "featureCount",
        "type": "uint256"
      }
    ],
    "name": "SampleFeatureOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "feature",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "next",
        "type": "uint256"
      }
    ],
    "name": "SampleFeaturesNotIncreasing",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "label",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "labelCount",
        "type": "uint256"
      }
    ],
    "name": "SampleLabelOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      }
    ],
    "name": "SampleTruncated",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      }
    ],
    "name": "SampleWithoutFeatures",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "SamplesEmpty",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "SamplesTooMany",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "nowS",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "fromS",
        "type": "uint256"
      }
    ],
    "name": "SettleTooEarly",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "rule",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "StakeRuleOutOfRange",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "TrainerNotDeployed",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UploadAlreadyClosed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "expected",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "found",
        "type": "address"
      }
    ],
    "name": "UploadNotDeployer",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UploadStillOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "endWord",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "wordCount",
        "type": "uint256"
      }
    ],
    "name": "UploadTooLong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "word",
        "type": "uint256"
      }
    ],
    "name": "UploadWordInvalid",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "depositWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "Contributed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "disagreeing",
        "type": "uint256"
      }
    ],
    "name": "DisagreementFound",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "sponsor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amountWei",
        "type": "uint256"
      }
    ],
    "name": "Funded",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "sharesEarned",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "returnedWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "forfeitedWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "callerWei",
        "type": "uint256"
      }
    ],
    "name": "Settled",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [],
    "name": "UploadClosed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "name": "WeightsUploaded",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "recipient",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amountWei",
        "type": "uint256"
      }
    ],
    "name": "Withdrawn",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "accountOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contribute",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contributionKey",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "creditWei",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "demand",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "deployer",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "evaluate",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "correct",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "total",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "fund",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "head",
    "outputs": [
      {
        "internalType": "bytes20",
        "name": "",
        "type": "bytes20"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "kind",
    "outputs": [
      {
        "internalType": "enum ModelKind",
        "name": "",
        "type": "uint8"
      },
      {
        "internalType": "enum IncentiveKind",
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "openContribution",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "pool",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "perShareX32",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "carryX32",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "sample",
        "type": "bytes"
      }
    ],
    "name": "predict",
    "outputs": [
      {
        "internalType": "uint8",
        "name": "label",
        "type": "uint8"
      },
      {
        "internalType": "int256",
        "name": "score",
        "type": "int256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "predictBatch",
    "outputs": [
      {
        "internalType": "uint8[]",
        "name": "labels",
        "type": "uint8[]"
      },
      {
        "internalType": "int256[]",
        "name": "scores",
        "type": "int256[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "preview",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "feature",
            "type": "uint256"
          },
          {
            "internalType": "int256",
            "name": "before",
            "type": "int256"
          },
          {
            "internalType": "int256",
            "name": "afterwards",
            "type": "int256"
          }
        ],
        "internalType": "struct WeightChange[]",
        "name": "changes",
        "type": "tuple[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "samples",
        "type": "uint256"
      }
    ],
    "name": "quoteWei",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "registryIndex",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "rules",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint64",
            "name": "floorPriceWei",
            "type": "uint64"
          },
          {
            "internalType": "uint16",
            "name": "secondsPerSample",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "refundWaitS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "takeWaitS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "verdictGapS",
            "type": "uint32"
          },
          {
            "internalType": "uint80",
            "name": "depositCapWei",
            "type": "uint80"
          }
        ],
        "internalType": "struct StakeRules",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "settle",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "shape",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      },
      {
        "internalType": "bool",
        "name": "last",
        "type": "bool"
      }
    ],
    "name": "uploadWeights",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      }
    ],
    "name": "weightWords",
    "outputs": [
      {
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address payable",
        "name": "recipient",
        "type": "address"
      }
    ],
    "name": "withdraw",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "amountWei",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "wordCount",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;

export const densePerceptronStakeAbi = [
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balanceWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "mostWei",
        "type": "uint256"
      }
    ],
    "name": "BalanceTooLarge",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "ContributionAlreadyOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "foundBytes",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "mostBytes",
        "type": "uint256"
      }
    ],
    "name": "ContributionTooLarge",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "ContributionUnknown",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "CreditEmpty",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "wouldHoldWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "capWei",
        "type": "uint256"
      }
    ],
    "name": "DepositCapExceeded",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "sentWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "leastWei",
        "type": "uint256"
      }
    ],
    "name": "DepositTooSmall",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "FailedCall",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "FundingEmpty",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "InsufficientBalance",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "feature",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "featureCount",
        "type": "uint256"
      }
    ],
    "name": "SampleFeatureOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "feature",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "next",
        "type": "uint256"
      }
    ],
    "name": "SampleFeaturesNotIncreasing",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "label",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "labelCount",
        "type": "uint256"
      }
    ],
    "name": "SampleLabelOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      }
    ],
    "name": "SampleTruncated",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      }
    ],
    "name": "SampleWithoutFeatures",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "SamplesEmpty",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "SamplesTooMany",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "nowS",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "fromS",
        "type": "uint256"
      }
    ],
    "name": "SettleTooEarly",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "rule",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "StakeRuleOutOfRange",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "TrainerNotDeployed",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UploadAlreadyClosed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "expected",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "found",
        "type": "address"
      }
    ],
    "name": "UploadNotDeployer",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UploadStillOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "endWord",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "wordCount",
        "type": "uint256"
      }
    ],
    "name": "UploadTooLong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "word",
        "type": "uint256"
      }
    ],
    "name": "UploadWordInvalid",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "depositWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "Contributed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "disagreeing",
        "type": "uint256"
      }
    ],
    "name": "DisagreementFound",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "sponsor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amountWei",
        "type": "uint256"
      }
    ],
    "name": "Funded",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "sharesEarned",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "returnedWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "forfeitedWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "callerWei",
        "type": "uint256"
      }
    ],
    "name": "Settled",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [],
    "name": "UploadClosed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "name": "WeightsUploaded",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "recipient",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amountWei",
        "type": "uint256"
      }
    ],
    "name": "Withdrawn",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "accountOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contribute",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contributionKey",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "creditWei",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "demand",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "deployer",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "evaluate",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "correct",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "total",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "fund",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "head",
    "outputs": [
      {
        "internalType": "bytes20",
        "name": "",
        "type": "bytes20"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "kind",
    "outputs": [
      {
        "internalType": "enum ModelKind",
        "name": "",
        "type": "uint8"
      },
      {
        "internalType": "enum IncentiveKind",
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "openContribution",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "pool",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "perShareX32",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "carryX32",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "sample",
        "type": "bytes"
      }
    ],
    "name": "predict",
    "outputs": [
      {
        "internalType": "uint8",
        "name": "label",
        "type": "uint8"
      },
      {
        "internalType": "int256",
        "name": "score",
        "type": "int256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "predictBatch",
    "outputs": [
      {
        "internalType": "uint8[]",
        "name": "labels",
        "type": "uint8[]"
      },
      {
        "internalType": "int256[]",
        "name": "scores",
        "type": "int256[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "preview",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "feature",
            "type": "uint256"
          },
          {
            "internalType": "int256",
            "name": "before",
            "type": "int256"
          },
          {
            "internalType": "int256",
            "name": "afterwards",
            "type": "int256"
          }
        ],
        "internalType": "struct WeightChange[]",
        "name": "changes",
        "type": "tuple[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "samples",
        "type": "uint256"
      }
    ],
    "name": "quoteWei",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "registryIndex",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "rules",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint64",
            "name": "floorPriceWei",
            "type": "uint64"
          },
          {
            "internalType": "uint16",
            "name": "secondsPerSample",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "refundWaitS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "takeWaitS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "verdictGapS",
            "type": "uint32"
          },
          {
            "internalType": "uint80",
            "name": "depositCapWei",
            "type": "uint80"
          }
        ],
        "internalType": "struct StakeRules",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "settle",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "shape",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      },
      {
        "internalType": "bool",
        "name": "last",
        "type": "bool"
      }
    ],
    "name": "uploadWeights",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      }
    ],
    "name": "weightWords",
    "outputs": [
      {
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address payable",
        "name": "recipient",
        "type": "address"
      }
    ],
    "name": "withdraw",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "amountWei",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "wordCount",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;

export const sparsePerceptronPointsAbi = [
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "ContributionAlreadyOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "foundBytes",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "mostBytes",
        "type": "uint256"
      }
    ],
    "name": "ContributionTooLarge",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "ContributionUnknown",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "sentWei",
        "type": "uint256"
      }
    ],
    "name": "DepositNotAccepted",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "rule",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "PointsRuleOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "feature",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "featureCount",
        "type": "uint256"
      }
    ],
    "name": "SampleFeatureOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "feature",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "next",
        "type": "uint256"
      }
    ],
    "name": "SampleFeaturesNotIncreasing",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "label",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "labelCount",
        "type": "uint256"
      }
    ],
    "name": "SampleLabelOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      }
    ],
    "name": "SampleTruncated",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      }
    ],
    "name": "SampleWithoutFeatures",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "SamplesEmpty",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "SamplesTooMany",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "TrainerNotDeployed",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UploadAlreadyClosed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "expected",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "found",
        "type": "address"
      }
    ],
    "name": "UploadNotDeployer",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UploadStillOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "endWord",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "wordCount",
        "type": "uint256"
      }
    ],
    "name": "UploadTooLong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "word",
        "type": "uint256"
      }
    ],
    "name": "UploadWordInvalid",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      }
    ],
    "name": "ValidateOwnContribution",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "nowS",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "fromS",
        "type": "uint256"
      }
    ],
    "name": "ValidateTooEarly",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "depositWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "Contributed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [],
    "name": "UploadClosed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "validator",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "contributorPoints",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "validatorPoints",
        "type": "uint256"
      }
    ],
    "name": "Validated",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "name": "WeightsUploaded",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contribute",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contributionKey",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "deployer",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "evaluate",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "correct",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "total",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "head",
    "outputs": [
      {
        "internalType": "bytes20",
        "name": "",
        "type": "bytes20"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "kind",
    "outputs": [
      {
        "internalType": "enum ModelKind",
        "name": "",
        "type": "uint8"
      },
      {
        "internalType": "enum IncentiveKind",
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "openContribution",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "sinceS",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "pointsOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "asContributor",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "asValidator",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "sample",
        "type": "bytes"
      }
    ],
    "name": "predict",
    "outputs": [
      {
        "internalType": "uint8",
        "name": "label",
        "type": "uint8"
      },
      {
        "internalType": "int256",
        "name": "score",
        "type": "int256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "predictBatch",
    "outputs": [
      {
        "internalType": "uint8[]",
        "name": "labels",
        "type": "uint8[]"
      },
      {
        "internalType": "int256[]",
        "name": "scores",
        "type": "int256[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "preview",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "feature",
            "type": "uint256"
          },
          {
            "internalType": "int256",
            "name": "before",
            "type": "int256"
          },
          {
            "internalType": "int256",
            "name": "afterwards",
            "type": "int256"
          }
        ],
        "internalType": "struct WeightChange[]",
        "name": "changes",
        "type": "tuple[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "registryIndex",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "rules",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint32",
            "name": "validateWaitS",
            "type": "uint32"
          }
        ],
        "internalType": "struct PointsRules",
        "name": "own",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "shape",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      },
      {
        "internalType": "bool",
        "name": "last",
        "type": "bool"
      }
    ],
    "name": "uploadWeights",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "validate",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      }
    ],
    "name": "weightWords",
    "outputs": [
      {
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "wordCount",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;

export const densePerceptronPointsAbi = [
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "ContributionAlreadyOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "foundBytes",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "mostBytes",
        "type": "uint256"
      }
    ],
    "name": "ContributionTooLarge",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "ContributionUnknown",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "sentWei",
        "type": "uint256"
      }
    ],
    "name": "DepositNotAccepted",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "rule",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "PointsRuleOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "feature",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "featureCount",
        "type": "uint256"
      }
    ],
    "name": "SampleFeatureOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "feature",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "next",
        "type": "uint256"
      }
    ],
    "name": "SampleFeaturesNotIncreasing",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "label",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "labelCount",
        "type": "uint256"
      }
    ],
    "name": "SampleLabelOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      }
    ],
    "name": "SampleTruncated",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      }
    ],
    "name": "SampleWithoutFeatures",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "SamplesEmpty",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "SamplesTooMany",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "TrainerNotDeployed",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UploadAlreadyClosed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "expected",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "found",
        "type": "address"
      }
    ],
    "name": "UploadNotDeployer",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UploadStillOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "endWord",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "wordCount",
        "type": "uint256"
      }
    ],
    "name": "UploadTooLong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "word",
        "type": "uint256"
      }
    ],
    "name": "UploadWordInvalid",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      }
    ],
    "name": "ValidateOwnContribution",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "nowS",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "fromS",
        "type": "uint256"
      }
    ],
    "name": "ValidateTooEarly",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "depositWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "Contributed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [],
    "name": "UploadClosed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "validator",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "contributorPoints",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "validatorPoints",
        "type": "uint256"
      }
    ],
    "name": "Validated",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "name": "WeightsUploaded",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contribute",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contributionKey",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "deployer",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "evaluate",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "correct",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "total",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "head",
    "outputs": [
      {
        "internalType": "bytes20",
        "name": "",
        "type": "bytes20"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "kind",
    "outputs": [
      {
        "internalType": "enum ModelKind",
        "name": "",
        "type": "uint8"
      },
      {
        "internalType": "enum IncentiveKind",
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "openContribution",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "sinceS",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "pointsOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "asContributor",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "asValidator",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "sample",
        "type": "bytes"
      }
    ],
    "name": "predict",
    "outputs": [
      {
        "internalType": "uint8",
        "name": "label",
        "type": "uint8"
      },
      {
        "internalType": "int256",
        "name": "score",
        "type": "int256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "predictBatch",
    "outputs": [
      {
        "internalType": "uint8[]",
        "name": "labels",
        "type": "uint8[]"
      },
      {
        "internalType": "int256[]",
        "name": "scores",
        "type": "int256[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "preview",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "feature",
            "type": "uint256"
          },
          {
            "internalType": "int256",
            "name": "before",
            "type": "int256"
          },
          {
            "internalType": "int256",
            "name": "afterwards",
            "type": "int256"
          }
        ],
        "internalType": "struct WeightChange[]",
        "name": "changes",
        "type": "tuple[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "registryIndex",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "rules",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint32",
            "name": "validateWaitS",
            "type": "uint32"
          }
        ],
        "internalType": "struct PointsRules",
        "name": "own",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "shape",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      },
      {
        "internalType": "bool",
        "name": "last",
        "type": "bool"
      }
    ],
    "name": "uploadWeights",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "validate",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      }
    ],
    "name": "weightWords",
    "outputs": [
      {
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "wordCount",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;

export const sparsePerceptronMarketAbi = [
  {
    "inputs": [],
    "name": "CloneArgumentsTooLong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "ContributionAlreadyOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "foundBytes",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "mostBytes",
        "type": "uint256"
      }
    ],
    "name": "ContributionTooLarge",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "ContributionUnknown",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "FailedDeployment",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "InsufficientBalance",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "field",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "expected",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "found",
        "type": "bytes32"
      }
    ],
    "name": "MarketInputMismatch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "expected",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "found",
        "type": "address"
      }
    ],
    "name": "MarketNotCurrent",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "expected",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      }
    ],
    "name": "MarketNumberWrong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "rule",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "MarketRuleOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "market",
        "type": "address"
      }
    ],
    "name": "MarketStillOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "market",
        "type": "address"
      }
    ],
    "name": "MarketTakesContributions",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "term",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "MarketTermOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "expectedWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "foundWei",
        "type": "uint256"
      }
    ],
    "name": "MarketValueWrong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "feature",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "featureCount",
        "type": "uint256"
      }
    ],
    "name": "SampleFeatureOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "feature",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "next",
        "type": "uint256"
      }
    ],
    "name": "SampleFeaturesNotIncreasing",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "label",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "labelCount",
        "type": "uint256"
      }
    ],
    "name": "SampleLabelOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      }
    ],
    "name": "SampleTruncated",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      }
    ],
    "name": "SampleWithoutFeatures",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "SamplesEmpty",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "SamplesTooMany",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "TrainerNotDeployed",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UploadAlreadyClosed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "expected",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "found",
        "type": "address"
      }
    ],
    "name": "UploadNotDeployer",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UploadStillOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "endWord",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "wordCount",
        "type": "uint256"
      }
    ],
    "name": "UploadTooLong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "word",
        "type": "uint256"
      }
    ],
    "name": "UploadWordInvalid",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "depositWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "Contributed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "number",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "market",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "sponsor",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "uint96",
            "name": "bountyWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "sponsorBondWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "proposerFeeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "stakeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "mostFeeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint64",
            "name": "gasPriceWei",
            "type": "uint64"
          },
          {
            "internalType": "uint32",
            "name": "rounds",
            "type": "uint32"
          },
          {
            "internalType": "uint16",
            "name": "capacity",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "leastContributions",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "partCount",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "rowsPerPart",
            "type": "uint16"
          },
          {
            "internalType": "bool",
            "name": "isSealed",
            "type": "bool"
          },
          {
            "internalType": "uint40",
            "name": "earliestEndS",
            "type": "uint40"
          },
          {
            "internalType": "uint40",
            "name": "latestEndS",
            "type": "uint40"
          },
          {
            "internalType": "uint32",
            "name": "moveS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "revealS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "testRevealS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "windowS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "resolveS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "claimS",
            "type": "uint32"
          }
        ],
        "indexed": false,
        "internalType": "struct MarketTerms",
        "name": "terms",
        "type": "tuple"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "testRoot",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "weightsHash",
        "type": "bytes32"
      }
    ],
    "name": "MarketOpened",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [],
    "name": "UploadClosed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "market",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "name": "WeightsAdopted",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "name": "WeightsUploaded",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "weights",
        "type": "bytes"
      }
    ],
    "name": "adopt",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contribute",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contributionKey",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "dimensions",
        "type": "tuple"
      },
      {
        "internalType": "bytes",
        "name": "weights",
        "type": "bytes"
      },
      {
        "internalType": "bytes",
        "name": "rows",
        "type": "bytes"
      }
    ],
    "name": "countErrors",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "errors",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "dimensions",
        "type": "tuple"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "countSamples",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "deployer",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "evaluate",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "correct",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "total",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "head",
    "outputs": [
      {
        "internalType": "bytes20",
        "name": "",
        "type": "bytes20"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "kind",
    "outputs": [
      {
        "internalType": "enum ModelKind",
        "name": "",
        "type": "uint8"
      },
      {
        "internalType": "enum IncentiveKind",
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "markets",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "latest",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "number",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "uint96",
            "name": "bountyWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "sponsorBondWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "proposerFeeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "stakeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "mostFeeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint64",
            "name": "gasPriceWei",
            "type": "uint64"
          },
          {
            "internalType": "uint32",
            "name": "rounds",
            "type": "uint32"
          },
          {
            "internalType": "uint16",
            "name": "capacity",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "leastContributions",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "partCount",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "rowsPerPart",
            "type": "uint16"
          },
          {
            "internalType": "bool",
            "name": "isSealed",
            "type": "bool"
          },
          {
            "internalType": "uint40",
            "name": "earliestEndS",
            "type": "uint40"
          },
          {
            "internalType": "uint40",
            "name": "latestEndS",
            "type": "uint40"
          },
          {
            "internalType": "uint32",
            "name": "moveS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "revealS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "testRevealS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "windowS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "resolveS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "claimS",
            "type": "uint32"
          }
        ],
        "internalType": "struct MarketTerms",
        "name": "terms",
        "type": "tuple"
      },
      {
        "internalType": "bytes32",
        "name": "testRoot",
        "type": "bytes32"
      }
    ],
    "name": "openMarket",
    "outputs": [
      {
        "internalType": "address",
        "name": "market",
        "type": "address"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "dimensions",
        "type": "tuple"
      },
      {
        "internalType": "bytes",
        "name": "rows",
        "type": "bytes"
      }
    ],
    "name": "orderedRows",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      },
      {
        "internalType": "bytes32",
        "name": "first",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "last",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "misplaced",
        "type": "uint256"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "sample",
        "type": "bytes"
      }
    ],
    "name": "predict",
    "outputs": [
      {
        "internalType": "uint8",
        "name": "label",
        "type": "uint8"
      },
      {
        "internalType": "int256",
        "name": "score",
        "type": "int256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "predictBatch",
    "outputs": [
      {
        "internalType": "uint8[]",
        "name": "labels",
        "type": "uint8[]"
      },
      {
        "internalType": "int256[]",
        "name": "scores",
        "type": "int256[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "preview",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "feature",
            "type": "uint256"
          },
          {
            "internalType": "int256",
            "name": "before",
            "type": "int256"
          },
          {
            "internalType": "int256",
            "name": "afterwards",
            "type": "int256"
          }
        ],
        "internalType": "struct WeightChange[]",
        "name": "changes",
        "type": "tuple[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "registryIndex",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "rules",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint96",
            "name": "leastBountyWei",
            "type": "uint96"
          }
        ],
        "internalType": "struct MarketRules",
        "name": "own",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "shape",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "dimensions",
        "type": "tuple"
      },
      {
        "internalType": "bytes",
        "name": "weights",
        "type": "bytes"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "trainedHash",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "weightsHash",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      },
      {
        "internalType": "bool",
        "name": "last",
        "type": "bool"
      }
    ],
    "name": "uploadWeights",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      }
    ],
    "name": "weightWords",
    "outputs": [
      {
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "wordCount",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;

export const densePerceptronMarketAbi = [
  {
    "inputs": [],
    "name": "CloneArgumentsTooLong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "ContributionAlreadyOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "foundBytes",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "mostBytes",
        "type": "uint256"
      }
    ],
    "name": "ContributionTooLarge",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "key",
        "type": "bytes32"
      }
    ],
    "name": "ContributionUnknown",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "FailedDeployment",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "InsufficientBalance",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "field",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "expected",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "found",
        "type": "bytes32"
      }
    ],
    "name": "MarketInputMismatch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "expected",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "found",
        "type": "address"
      }
    ],
    "name": "MarketNotCurrent",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "expected",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      }
    ],
    "name": "MarketNumberWrong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "rule",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "MarketRuleOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "market",
        "type": "address"
      }
    ],
    "name": "MarketStillOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "market",
        "type": "address"
      }
    ],
    "name": "MarketTakesContributions",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "term",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "MarketTermOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "expectedWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "foundWei",
        "type": "uint256"
      }
    ],
    "name": "MarketValueWrong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "feature",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "featureCount",
        "type": "uint256"
      }
    ],
    "name": "SampleFeatureOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "feature",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "next",
        "type": "uint256"
      }
    ],
    "name": "SampleFeaturesNotIncreasing",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "label",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "labelCount",
        "type": "uint256"
      }
    ],
    "name": "SampleLabelOutOfRange",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      }
    ],
    "name": "SampleTruncated",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "position",
        "type": "uint256"
      }
    ],
    "name": "SampleWithoutFeatures",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "SamplesEmpty",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "SamplesTooMany",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "TrainerNotDeployed",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UploadAlreadyClosed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "expected",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "found",
        "type": "address"
      }
    ],
    "name": "UploadNotDeployer",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UploadStillOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "endWord",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "wordCount",
        "type": "uint256"
      }
    ],
    "name": "UploadTooLong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "word",
        "type": "uint256"
      }
    ],
    "name": "UploadWordInvalid",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "depositWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "Contributed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "number",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "market",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "sponsor",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "uint96",
            "name": "bountyWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "sponsorBondWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "proposerFeeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "stakeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "mostFeeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint64",
            "name": "gasPriceWei",
            "type": "uint64"
          },
          {
            "internalType": "uint32",
            "name": "rounds",
            "type": "uint32"
          },
          {
            "internalType": "uint16",
            "name": "capacity",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "leastContributions",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "partCount",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "rowsPerPart",
            "type": "uint16"
          },
          {
            "internalType": "bool",
            "name": "isSealed",
            "type": "bool"
          },
          {
            "internalType": "uint40",
            "name": "earliestEndS",
            "type": "uint40"
          },
          {
            "internalType": "uint40",
            "name": "latestEndS",
            "type": "uint40"
          },
          {
            "internalType": "uint32",
            "name": "moveS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "revealS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "testRevealS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "windowS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "resolveS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "claimS",
            "type": "uint32"
          }
        ],
        "indexed": false,
        "internalType": "struct MarketTerms",
        "name": "terms",
        "type": "tuple"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "testRoot",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "weightsHash",
        "type": "bytes32"
      }
    ],
    "name": "MarketOpened",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [],
    "name": "UploadClosed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "market",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "name": "WeightsAdopted",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "name": "WeightsUploaded",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "weights",
        "type": "bytes"
      }
    ],
    "name": "adopt",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contribute",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contributionKey",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "dimensions",
        "type": "tuple"
      },
      {
        "internalType": "bytes",
        "name": "weights",
        "type": "bytes"
      },
      {
        "internalType": "bytes",
        "name": "rows",
        "type": "bytes"
      }
    ],
    "name": "countErrors",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "errors",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "dimensions",
        "type": "tuple"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "countSamples",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "deployer",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "evaluate",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "correct",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "total",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "head",
    "outputs": [
      {
        "internalType": "bytes20",
        "name": "",
        "type": "bytes20"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "kind",
    "outputs": [
      {
        "internalType": "enum ModelKind",
        "name": "",
        "type": "uint8"
      },
      {
        "internalType": "enum IncentiveKind",
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "markets",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "latest",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "number",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "uint96",
            "name": "bountyWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "sponsorBondWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "proposerFeeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "stakeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "mostFeeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint64",
            "name": "gasPriceWei",
            "type": "uint64"
          },
          {
            "internalType": "uint32",
            "name": "rounds",
            "type": "uint32"
          },
          {
            "internalType": "uint16",
            "name": "capacity",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "leastContributions",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "partCount",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "rowsPerPart",
            "type": "uint16"
          },
          {
            "internalType": "bool",
            "name": "isSealed",
            "type": "bool"
          },
          {
            "internalType": "uint40",
            "name": "earliestEndS",
            "type": "uint40"
          },
          {
            "internalType": "uint40",
            "name": "latestEndS",
            "type": "uint40"
          },
          {
            "internalType": "uint32",
            "name": "moveS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "revealS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "testRevealS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "windowS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "resolveS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "claimS",
            "type": "uint32"
          }
        ],
        "internalType": "struct MarketTerms",
        "name": "terms",
        "type": "tuple"
      },
      {
        "internalType": "bytes32",
        "name": "testRoot",
        "type": "bytes32"
      }
    ],
    "name": "openMarket",
    "outputs": [
      {
        "internalType": "address",
        "name": "market",
        "type": "address"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "dimensions",
        "type": "tuple"
      },
      {
        "internalType": "bytes",
        "name": "rows",
        "type": "bytes"
      }
    ],
    "name": "orderedRows",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      },
      {
        "internalType": "bytes32",
        "name": "first",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "last",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "misplaced",
        "type": "uint256"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "sample",
        "type": "bytes"
      }
    ],
    "name": "predict",
    "outputs": [
      {
        "internalType": "uint8",
        "name": "label",
        "type": "uint8"
      },
      {
        "internalType": "int256",
        "name": "score",
        "type": "int256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "predictBatch",
    "outputs": [
      {
        "internalType": "uint8[]",
        "name": "labels",
        "type": "uint8[]"
      },
      {
        "internalType": "int256[]",
        "name": "scores",
        "type": "int256[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "preview",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "feature",
            "type": "uint256"
          },
          {
            "internalType": "int256",
            "name": "before",
            "type": "int256"
          },
          {
            "internalType": "int256",
            "name": "afterwards",
            "type": "int256"
          }
        ],
        "internalType": "struct WeightChange[]",
        "name": "changes",
        "type": "tuple[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "registryIndex",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "rules",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint96",
            "name": "leastBountyWei",
            "type": "uint96"
          }
        ],
        "internalType": "struct MarketRules",
        "name": "own",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "shape",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "uint24",
            "name": "featureCount",
            "type": "uint24"
          },
          {
            "internalType": "uint8",
            "name": "laneBits",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "fractionBits",
            "type": "uint8"
          }
        ],
        "internalType": "struct ModelShape",
        "name": "dimensions",
        "type": "tuple"
      },
      {
        "internalType": "bytes",
        "name": "weights",
        "type": "bytes"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "trainedHash",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "weightsHash",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      },
      {
        "internalType": "bool",
        "name": "last",
        "type": "bool"
      }
    ],
    "name": "uploadWeights",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "firstWord",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      }
    ],
    "name": "weightWords",
    "outputs": [
      {
        "internalType": "bytes32[]",
        "name": "words",
        "type": "bytes32[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "wordCount",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;

export const marketAbi = [
  {
    "inputs": [
      {
        "internalType": "contract IStepJudge",
        "name": "judge",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balanceWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "mostWei",
        "type": "uint256"
      }
    ],
    "name": "BalanceTooLarge",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "foundBytes",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "mostBytes",
        "type": "uint256"
      }
    ],
    "name": "ContributionTooLarge",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "CreditEmpty",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "sentWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "leastWei",
        "type": "uint256"
      }
    ],
    "name": "DepositTooSmall",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "FailedCall",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "InsufficientBalance",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "MarketAlreadyAdopted",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "MarketAlreadyClaimed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "MarketAlreadyRevealed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      }
    ],
    "name": "MarketChallengeUnknown",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "MarketClaimWrong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "contributionCount",
        "type": "uint256"
      }
    ],
    "name": "MarketContributionUnknown",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "missedDraws",
        "type": "uint256"
      }
    ],
    "name": "MarketDrawPossible",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "blockNumber",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "fromBlock",
        "type": "uint256"
      }
    ],
    "name": "MarketDrawTooEarly",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "missedDraws",
        "type": "uint256"
      }
    ],
    "name": "MarketDrawsMissed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "capacity",
        "type": "uint256"
      }
    ],
    "name": "MarketFull",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "expected",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      }
    ],
    "name": "MarketHashesWrong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "field",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "expected",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "found",
        "type": "bytes32"
      }
    ],
    "name": "MarketInputMismatch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bool",
        "name": "isSealed",
        "type": "bool"
      }
    ],
    "name": "MarketModeWrong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "enum MarketPhase",
        "name": "actual",
        "type": "uint8"
      }
    ],
    "name": "MarketNotEnded",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "expected",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "found",
        "type": "address"
      }
    ],
    "name": "MarketNotProposer",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "MarketNotRevealed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "expected",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "found",
        "type": "address"
      }
    ],
    "name": "MarketNotSponsor",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "expected",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "found",
        "type": "address"
      }
    ],
    "name": "MarketNotTrainer",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "MarketNothingLeft",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "askedWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "owedWei",
        "type": "uint256"
      }
    ],
    "name": "MarketOwesLess",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "part",
        "type": "uint256"
      }
    ],
    "name": "MarketPartAlreadyRevealed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "part",
        "type": "uint256"
      },
      {
        "internalType": "bytes32",
        "name": "commitment",
        "type": "bytes32"
      }
    ],
    "name": "MarketPartMismatch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "expected",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      }
    ],
    "name": "MarketPartWrong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "part",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "neighbour",
        "type": "uint256"
      }
    ],
    "name": "MarketPartsOverlap",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "paidWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "mostWei",
        "type": "uint256"
      }
    ],
    "name": "MarketPaysTooMuch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "waiting",
        "type": "uint256"
      }
    ],
    "name": "MarketProposalChallenged",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "MarketProposalKnown",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "MarketProposalRefuted",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "MarketProposalUnknown",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "standing",
        "type": "uint256"
      }
    ],
    "name": "MarketProposalsStand",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "internalType": "bytes32",
        "name": "expected",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "found",
        "type": "bytes32"
      }
    ],
    "name": "MarketRecordMismatch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "revealed",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "contributionCount",
        "type": "uint256"
      }
    ],
    "name": "MarketRevealsPending",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "part",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "row",
        "type": "uint256"
      }
    ],
    "name": "MarketRowsNotIncreasing",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "part",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "expected",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      }
    ],
    "name": "MarketRowsWrong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      }
    ],
    "name": "MarketSegmentChallenged",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      }
    ],
    "name": "MarketSegmentHidden",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      }
    ],
    "name": "MarketSegmentRevealed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      }
    ],
    "name": "MarketSegmentUnknown",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "step",
        "type": "uint256"
      }
    ],
    "name": "MarketStepRight",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "step",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "stepCount",
        "type": "uint256"
      }
    ],
    "name": "MarketStepUnknown",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "nowS",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "fromS",
        "type": "uint256"
      }
    ],
    "name": "MarketTooEarly",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "found",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      }
    ],
    "name": "MarketTooFewContributions",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "nowS",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "untilS",
        "type": "uint256"
      }
    ],
    "name": "MarketTooLate",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "expectedWei",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "foundWei",
        "type": "uint256"
      }
    ],
    "name": "MarketValueWrong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "expected",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "found",
        "type": "bytes32"
      }
    ],
    "name": "MarketWeightsWrong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "enum MarketPhase",
        "name": "expected",
        "type": "uint8"
      },
      {
        "internalType": "enum MarketPhase",
        "name": "actual",
        "type": "uint8"
      }
    ],
    "name": "MarketWrongPhase",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "SamplesTooMany",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "BondReturned",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amountWei",
        "type": "uint256"
      }
    ],
    "name": "Burnt",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "challenger",
        "type": "address"
      }
    ],
    "name": "ChallengeFailed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "challenger",
        "type": "address"
      }
    ],
    "name": "ChallengeReturned",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amountWei",
        "type": "uint256"
      }
    ],
    "name": "Claimed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "ClaimsClosed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "valueWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "commitment",
        "type": "bytes32"
      }
    ],
    "name": "Committed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "depositWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "Contributed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "ContributionRevealed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amountWei",
        "type": "uint256"
      }
    ],
    "name": "Credited",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [],
    "name": "MarketCancelled",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "MarketExpired",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "internalType": "bytes32",
            "name": "payoutsRoot",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "weightsHash",
            "type": "bytes32"
          },
          {
            "internalType": "uint256",
            "name": "paidWei",
            "type": "uint256"
          }
        ],
        "indexed": false,
        "internalType": "struct MarketResult",
        "name": "result",
        "type": "tuple"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "bonusWei",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "remainderWei",
        "type": "uint256"
      }
    ],
    "name": "MarketResolved",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "missedDraws",
        "type": "uint256"
      }
    ],
    "name": "MarketVoided",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "part",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "blockHash",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "missedDraws",
        "type": "uint256"
      }
    ],
    "name": "PartDrawn",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "part",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bytes",
        "name": "rows",
        "type": "bytes"
      }
    ],
    "name": "PartRevealed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "contributionCount",
        "type": "uint256"
      }
    ],
    "name": "ParticipationEnded",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "step",
        "type": "uint256"
      }
    ],
    "name": "ProposalRefuted",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "firstHash",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "stepCount",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "unitWei",
        "type": "uint256"
      }
    ],
    "name": "ResultOpened",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "proposer",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "bytes32",
            "name": "payoutsRoot",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "weightsHash",
            "type": "bytes32"
          },
          {
            "internalType": "uint256",
            "name": "paidWei",
            "type": "uint256"
          }
        ],
        "indexed": false,
        "internalType": "struct MarketResult",
        "name": "result",
        "type": "tuple"
      },
      {
        "indexed": false,
        "internalType": "bytes32[]",
        "name": "cuts",
        "type": "bytes32[]"
      }
    ],
    "name": "ResultProposed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "revealedCount",
        "type": "uint256"
      }
    ],
    "name": "RevealEnded",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "challenger",
        "type": "address"
      }
    ],
    "name": "SegmentChallenged",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes32[]",
        "name": "inner",
        "type": "bytes32[]"
      }
    ],
    "name": "SegmentRevealed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "compensationWei",
        "type": "uint256"
      }
    ],
    "name": "SponsorDefaulted",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "nextStep",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "stateHash",
        "type": "bytes32"
      }
    ],
    "name": "StepsRun",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "recipient",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amountWei",
        "type": "uint256"
      }
    ],
    "name": "Withdrawn",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "weights",
        "type": "bytes"
      }
    ],
    "name": "adopt",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "bondsWei",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "burnUnclaimed",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "proposer",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "cutsRoot",
            "type": "bytes32"
          },
          {
            "components": [
              {
                "internalType": "bytes32",
                "name": "payoutsRoot",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "weightsHash",
                "type": "bytes32"
              },
              {
                "internalType": "uint256",
                "name": "paidWei",
                "type": "uint256"
              }
            ],
            "internalType": "struct MarketResult",
            "name": "result",
            "type": "tuple"
          }
        ],
        "internalType": "struct Proposal",
        "name": "proposal",
        "type": "tuple"
      },
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "index",
            "type": "uint256"
          },
          {
            "internalType": "bytes32",
            "name": "first",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "last",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32[]",
            "name": "proof",
            "type": "bytes32[]"
          }
        ],
        "internalType": "struct Segment",
        "name": "segment",
        "type": "tuple"
      }
    ],
    "name": "challenge",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      }
    ],
    "name": "challengeOf",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "index",
            "type": "uint256"
          },
          {
            "internalType": "bytes32",
            "name": "dataHash",
            "type": "bytes32"
          },
          {
            "internalType": "uint256",
            "name": "valueWei",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "balanceWei",
            "type": "uint256"
          },
          {
            "internalType": "bytes32[]",
            "name": "proof",
            "type": "bytes32[]"
          }
        ],
        "internalType": "struct Claim[]",
        "name": "claims",
        "type": "tuple[]"
      },
      {
        "internalType": "address payable",
        "name": "recipient",
        "type": "address"
      }
    ],
    "name": "claim",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "amountWei",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "proposer",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "cutsRoot",
            "type": "bytes32"
          },
          {
            "components": [
              {
                "internalType": "bytes32",
                "name": "payoutsRoot",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "weightsHash",
                "type": "bytes32"
              },
              {
                "internalType": "uint256",
                "name": "paidWei",
                "type": "uint256"
              }
            ],
            "internalType": "struct MarketResult",
            "name": "result",
            "type": "tuple"
          }
        ],
        "internalType": "struct Proposal",
        "name": "proposal",
        "type": "tuple"
      },
      {
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      }
    ],
    "name": "closeChallenge",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "proposer",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "cutsRoot",
            "type": "bytes32"
          },
          {
            "components": [
              {
                "internalType": "bytes32",
                "name": "payoutsRoot",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "weightsHash",
                "type": "bytes32"
              },
              {
                "internalType": "uint256",
                "name": "paidWei",
                "type": "uint256"
              }
            ],
            "internalType": "struct MarketResult",
            "name": "result",
            "type": "tuple"
          }
        ],
        "internalType": "struct Proposal",
        "name": "proposal",
        "type": "tuple"
      }
    ],
    "name": "closeProposal",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "proposer",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "cutsRoot",
            "type": "bytes32"
          },
          {
            "components": [
              {
                "internalType": "bytes32",
                "name": "payoutsRoot",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "weightsHash",
                "type": "bytes32"
              },
              {
                "internalType": "uint256",
                "name": "paidWei",
                "type": "uint256"
              }
            ],
            "internalType": "struct MarketResult",
            "name": "result",
            "type": "tuple"
          }
        ],
        "internalType": "struct Proposal",
        "name": "proposal",
        "type": "tuple"
      },
      {
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      }
    ],
    "name": "closeSilent",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "commitment",
        "type": "bytes32"
      }
    ],
    "name": "commit",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "contribute",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "creditWei",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "declareDefault",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "direct",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "nextStep",
        "type": "uint256"
      },
      {
        "internalType": "bytes32",
        "name": "stateHash",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "draw",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "part",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "endParticipation",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "endReveal",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "expire",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "head",
    "outputs": [
      {
        "internalType": "enum MarketPhase",
        "name": "",
        "type": "uint8"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "identity",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "isOver",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "outcome",
    "outputs": [
      {
        "components": [
          {
            "internalType": "bytes32",
            "name": "payoutsRoot",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "weightsHash",
            "type": "bytes32"
          },
          {
            "internalType": "uint256",
            "name": "paidWei",
            "type": "uint256"
          }
        ],
        "internalType": "struct MarketResult",
        "name": "",
        "type": "tuple"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "proposalOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "bytes32",
            "name": "payoutsRoot",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "weightsHash",
            "type": "bytes32"
          },
          {
            "internalType": "uint256",
            "name": "paidWei",
            "type": "uint256"
          }
        ],
        "internalType": "struct MarketResult",
        "name": "result",
        "type": "tuple"
      },
      {
        "internalType": "bytes32[]",
        "name": "cuts",
        "type": "bytes32[]"
      }
    ],
    "name": "propose",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "quoteWei",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "recordOf",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "record",
        "type": "bytes32"
      },
      {
        "internalType": "bool",
        "name": "revealed",
        "type": "bool"
      },
      {
        "internalType": "bool",
        "name": "claimed",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "proposer",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "cutsRoot",
            "type": "bytes32"
          },
          {
            "components": [
              {
                "internalType": "bytes32",
                "name": "payoutsRoot",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "weightsHash",
                "type": "bytes32"
              },
              {
                "internalType": "uint256",
                "name": "paidWei",
                "type": "uint256"
              }
            ],
            "internalType": "struct MarketResult",
            "name": "result",
            "type": "tuple"
          }
        ],
        "internalType": "struct Proposal",
        "name": "proposal",
        "type": "tuple"
      },
      {
        "internalType": "uint256",
        "name": "segment",
        "type": "uint256"
      },
      {
        "internalType": "bytes32[]",
        "name": "hashes",
        "type": "bytes32[]"
      },
      {
        "internalType": "uint256",
        "name": "offset",
        "type": "uint256"
      },
      {
        "components": [
          {
            "components": [
              {
                "internalType": "bytes32",
                "name": "weightsHash",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "weightsChain",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "errorsChain",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "balancesHash",
                "type": "bytes32"
              },
              {
                "internalType": "uint256",
                "name": "errors",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "roundsLeft",
                "type": "uint256"
              }
            ],
            "internalType": "struct StepState",
            "name": "state",
            "type": "tuple"
          },
          {
            "internalType": "bytes",
            "name": "weights",
            "type": "bytes"
          },
          {
            "internalType": "bytes",
            "name": "data",
            "type": "bytes"
          },
          {
            "internalType": "address",
            "name": "contributor",
            "type": "address"
          },
          {
            "internalType": "uint256",
            "name": "valueWei",
            "type": "uint256"
          },
          {
            "internalType": "bytes",
            "name": "balances",
            "type": "bytes"
          },
          {
            "internalType": "bytes",
            "name": "errors",
            "type": "bytes"
          },
          {
            "internalType": "bytes",
            "name": "weightsHashes",
            "type": "bytes"
          }
        ],
        "internalType": "struct StepInput",
        "name": "input",
        "type": "tuple"
      }
    ],
    "name": "refute",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "proposer",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "cutsRoot",
            "type": "bytes32"
          },
          {
            "components": [
              {
                "internalType": "bytes32",
                "name": "payoutsRoot",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "weightsHash",
                "type": "bytes32"
              },
              {
                "internalType": "uint256",
                "name": "paidWei",
                "type": "uint256"
              }
            ],
            "internalType": "struct MarketResult",
            "name": "result",
            "type": "tuple"
          }
        ],
        "internalType": "struct Proposal",
        "name": "proposal",
        "type": "tuple"
      }
    ],
    "name": "resolve",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "sentWei",
        "type": "uint256"
      },
      {
        "internalType": "bytes",
        "name": "samples",
        "type": "bytes"
      }
    ],
    "name": "revealContribution",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "part",
        "type": "uint256"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      },
      {
        "internalType": "bytes",
        "name": "rows",
        "type": "bytes"
      },
      {
        "internalType": "bytes32[]",
        "name": "proof",
        "type": "bytes32[]"
      }
    ],
    "name": "revealPart",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "proposer",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "cutsRoot",
            "type": "bytes32"
          },
          {
            "components": [
              {
                "internalType": "bytes32",
                "name": "payoutsRoot",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "weightsHash",
                "type": "bytes32"
              },
              {
                "internalType": "uint256",
                "name": "paidWei",
                "type": "uint256"
              }
            ],
            "internalType": "struct MarketResult",
            "name": "result",
            "type": "tuple"
          }
        ],
        "internalType": "struct Proposal",
        "name": "proposal",
        "type": "tuple"
      },
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "index",
            "type": "uint256"
          },
          {
            "internalType": "bytes32",
            "name": "first",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "last",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32[]",
            "name": "proof",
            "type": "bytes32[]"
          }
        ],
        "internalType": "struct Segment",
        "name": "segment",
        "type": "tuple"
      },
      {
        "internalType": "bytes32[]",
        "name": "inner",
        "type": "bytes32[]"
      }
    ],
    "name": "revealSegment",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "roots",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "part",
        "type": "uint256"
      }
    ],
    "name": "rowsHashOf",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "components": [
              {
                "internalType": "bytes32",
                "name": "weightsHash",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "weightsChain",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "errorsChain",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "balancesHash",
                "type": "bytes32"
              },
              {
                "internalType": "uint256",
                "name": "errors",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "roundsLeft",
                "type": "uint256"
              }
            ],
            "internalType": "struct StepState",
            "name": "state",
            "type": "tuple"
          },
          {
            "internalType": "bytes",
            "name": "weights",
            "type": "bytes"
          },
          {
            "internalType": "bytes",
            "name": "data",
            "type": "bytes"
          },
          {
            "internalType": "address",
            "name": "contributor",
            "type": "address"
          },
          {
            "internalType": "uint256",
            "name": "valueWei",
            "type": "uint256"
          },
          {
            "internalType": "bytes",
            "name": "balances",
            "type": "bytes"
          },
          {
            "internalType": "bytes",
            "name": "errors",
            "type": "bytes"
          },
          {
            "internalType": "bytes",
            "name": "weightsHashes",
            "type": "bytes"
          }
        ],
        "internalType": "struct StepInput[]",
        "name": "inputs",
        "type": "tuple[]"
      }
    ],
    "name": "runSteps",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "testRoot",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "weightsHash",
        "type": "bytes32"
      }
    ],
    "name": "start",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "terms",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint96",
            "name": "bountyWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "sponsorBondWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "proposerFeeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "stakeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint96",
            "name": "mostFeeWei",
            "type": "uint96"
          },
          {
            "internalType": "uint64",
            "name": "gasPriceWei",
            "type": "uint64"
          },
          {
            "internalType": "uint32",
            "name": "rounds",
            "type": "uint32"
          },
          {
            "internalType": "uint16",
            "name": "capacity",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "leastContributions",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "partCount",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "rowsPerPart",
            "type": "uint16"
          },
          {
            "internalType": "bool",
            "name": "isSealed",
            "type": "bool"
          },
          {
            "internalType": "uint40",
            "name": "earliestEndS",
            "type": "uint40"
          },
          {
            "internalType": "uint40",
            "name": "latestEndS",
            "type": "uint40"
          },
          {
            "internalType": "uint32",
            "name": "moveS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "revealS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "testRevealS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "windowS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "resolveS",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "claimS",
            "type": "uint32"
          }
        ],
        "internalType": "struct MarketTerms",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "trace",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "voidMarket",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address payable",
        "name": "recipient",
        "type": "address"
      }
    ],
    "name": "withdraw",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "amountWei",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;
