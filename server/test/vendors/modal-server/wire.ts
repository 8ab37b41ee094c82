/** The parts of the protocol's messages that the server reads. */
export interface Named {
  deploymentName: string;
  objectCreationType: number;
}
export interface AppRequest {
  appName: string;
  objectCreationType: number;
}
export interface ImageRequest {
  image: { dockerfileCommands: string[] } | undefined;
}
export interface VolumeRequest {
  volumeId: string;
}
export interface VolumeListRequest {
  pagination: { maxObjects: number; createdBefore: number } | undefined;
}
export interface FileRequest extends VolumeRequest {
  path: string;
}
export interface PutRequest extends VolumeRequest {
  files: { path: string; size: number; blocks: { contentsSha256: Uint8Array; putResponse?: Uint8Array }[] }[];
}
export interface Definition {
  name?: string;
  workdir?: string;
  timeoutSecs: number;
  idleTimeoutSecs: number | undefined;
  blockNetwork: boolean;
  networkAccess: { networkAccessType: number; allowedCidrs: string[] } | undefined;
  resources: { milliCpu: number; milliCpuMax: number; memoryMb: number; memoryMbMax: number };
  volumeMounts: { volumeId: string; mountPath: string; readOnly: boolean }[];
}
export interface SecretSource {
  env?: { contents?: Record<string, string>; entries?: Record<string, string> };
}
export interface Tag {
  tagName: string;
  tagValue: string;
}
export interface CreateRequest {
  appId: string;
  definition: Definition;
  tags: Tag[];
  secretSources: SecretSource[];
}
export interface NameRequest {
  appName: string;
  sandboxName: string;
}
export interface ListRequest {
  appId: string;
  tags: Tag[];
  beforeTimestamp: number;
}
export interface SandboxId {
  sandboxId: string;
}
export interface WaitRequest extends SandboxId {
  timeout: number;
}

export interface ExecStart {
  taskId: string;
  execId: string;
  commandArgs: string[];
  timeoutSecs?: number;
  workdir?: string;
  env: Record<string, string>;
  secretSources: SecretSource[];
  ptyInfo?: { winszCols: number; winszRows: number; envTerm: string };
}
export interface ExecId {
  taskId: string;
  execId: string;
}
export interface StdioRead extends ExecId {
  offset: number | bigint | string;
  fileDescriptor: number;
}
export interface StdinWrite extends ExecId {
  offset: number | bigint | string;
  data: Uint8Array;
  eof: boolean;
}
