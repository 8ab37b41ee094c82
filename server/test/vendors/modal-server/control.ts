import { createHash } from 'node:crypto';
import { mkdir, lstat, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { ServerError, Status } from 'nice-grpc';
import type { Blocks } from './blocks.js';
import { Sandbox, status } from './sandboxes.js';
import { secretsOf, token, type World } from './world.js';
import type * as wire from './wire.js';

/** An object is made when it is missing. */
const createIfMissing = 1;
const notFound = (what: string): never => {
  throw new ServerError(Status.NOT_FOUND, `${what} not found`);
};

/** The control plane: apps, images, volumes and sandboxes. */
export function controlPlane(world: World, blocks: Blocks) {
  const { volumes, sandboxes, root } = world;
  const apps = new Map<string, string>();
  const running = () => [...sandboxes.values()].filter((sandbox) => !sandbox.result);
  const sandboxOf = (id: string) => sandboxes.get(id) ?? notFound(id);
  const folderOf = (id: string) => (volumes.has(id) ? volumes.committed(id) : notFound(id));
  const handle = (id: string, name: string) => ({ appId: id, handleMetadata: { appId: id, description: name } });

  return {
    authTokenGet: () => ({ token: token() }),
    environmentGetOrCreate: ({ deploymentName }: wire.Named) => ({
      environmentId: 'en-1',
      metadata: { name: deploymentName || 'main', settings: { imageBuilderVersion: '2025.06' } },
    }),
    appGetOrCreate({ appName, objectCreationType }: wire.AppRequest) {
      if (!apps.has(appName) && objectCreationType !== createIfMissing) notFound(appName);
      const id = apps.get(appName) ?? `ap-${createHash('sha256').update(appName).digest('hex').slice(0, 22)}`;
      apps.set(appName, id);
      return handle(id, appName);
    },
    imageGetOrCreate: ({ image }: wire.ImageRequest) => ({
      imageId: `im-${createHash('sha256').update(JSON.stringify(image?.dockerfileCommands)).digest('hex').slice(0, 22)}`,
      result: { status: status.success },
    }),

    async volumeGetOrCreate({ deploymentName, objectCreationType }: wire.Named) {
      const volume =
        volumes.byName(deploymentName) ??
        (objectCreationType === createIfMissing ? await volumes.create(deploymentName) : notFound(deploymentName));
      return { volumeId: volume.id, metadata: { version: 2, name: volume.name } };
    },
    volumeList({ pagination }: wire.VolumeListRequest) {
      const before = pagination?.createdBefore ?? Infinity;
      const found = volumes
        .all()
        .filter(({ createdAt }) => createdAt < before)
        .sort((a, b) => b.createdAt - a.createdAt);
      return {
        items: found.slice(0, pagination?.maxObjects ?? 100).map(({ id, name, createdAt }) => ({ label: name, volumeId: id, createdAt })),
      };
    },
    async volumeDelete({ volumeId }: wire.VolumeRequest) {
      if (!(await volumes.delete(volumeId))) notFound(volumeId);
      return {};
    },
    async *volumeListFiles2({ volumeId }: wire.VolumeRequest) {
      const folder = folderOf(volumeId);
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      yield { entries: await Promise.all(found.map((entry) => entryOf(folder, join(entry.parentPath, entry.name)))) };
    },
    async volumeGetFile2({ volumeId, path }: wire.FileRequest) {
      const info = await stat(join(folderOf(volumeId), path)).catch(() => notFound(path));
      return { getUrls: info.size === 0 ? [] : [blocks.fileUrl(volumeId, path)], size: info.size, start: 0, len: info.size };
    },
    async volumePutFiles2({ volumeId, files }: wire.PutRequest) {
      const folder = folderOf(volumeId);
      const named = files.flatMap((file, fileIndex) => file.blocks.map((block, blockIndex) => ({ block, fileIndex, blockIndex })));
      const missing = named.filter(({ block }) => !block.putResponse?.length);
      if (missing.length > 0)
        return { missingBlocks: missing.map(({ block, ...where }) => ({ ...where, putUrl: blocks.putUrl(block.contentsSha256) })) };
      for (const { path, blocks: parts } of files) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), Buffer.concat(parts.map((part) => blocks.get(part.putResponse, part.contentsSha256))));
      }
      return { missingBlocks: [] };
    },
    async volumeRemoveFile2({ volumeId, path }: wire.FileRequest) {
      const target = join(folderOf(volumeId), path);
      await lstat(target).catch(() => notFound(path));
      await rm(target, { recursive: true });
      return {};
    },

    async sandboxCreateV2({ appId, definition, tags, secretSources }: wire.CreateRequest) {
      const app = [...apps].find(([, id]) => id === appId)?.[0] ?? notFound(appId);
      const { name, volumeMounts } = definition;
      const taken = () => name && running().some((sandbox) => sandbox.request.app === app && sandbox.request.name === name);
      if (taken() || world.starting.has(`${app}/${name ?? ''}`))
        throw new ServerError(Status.ALREADY_EXISTS, `Sandbox ${name ?? ''} already exists`);
      for (const { volumeId } of volumeMounts) if (!volumes.has(volumeId)) notFound(volumeId);
      const reserved = name ? `${app}/${name}` : '';
      if (reserved) world.starting.add(reserved);
      try {
        const env = secretsOf(secretSources);
        const request = {
          ...definition,
          app,
          name,
          tags,
          env,
          workdir: definition.workdir || '/',
          blockNetwork: blocked(definition),
          volumes: volumeMounts,
        };
        const sandbox = await Sandbox.create(request, volumes, root);
        sandboxes.set(sandbox.id, sandbox);
        return { sandboxId: sandbox.id, taskId: sandbox.taskId, tunnels: [], commandRouterAccess: world.access() };
      } finally {
        world.starting.delete(reserved);
      }
    },
    sandboxGetFromNameV2({ appName, sandboxName }: wire.NameRequest) {
      const found = running().find(({ request }) => request.app === appName && request.name === sandboxName);
      return { sandboxId: (found ?? notFound(sandboxName)).id };
    },
    // The SDK looks among the older backend's sandboxes too; there are none.
    sandboxGetFromName: ({ sandboxName }: wire.NameRequest) => notFound(sandboxName),
    sandboxListV2({ appId, tags, beforeTimestamp }: wire.ListRequest) {
      const matches = (sandbox: Sandbox) =>
        apps.get(sandbox.request.app) === appId &&
        tags.every((tag) => sandbox.tags.some((own) => own.tagName === tag.tagName && own.tagValue === tag.tagValue));
      const found = beforeTimestamp ? [] : running().filter(matches);
      return { sandboxes: found.map(({ id, createdAt, request }) => ({ id, createdAt, name: request.name ?? '', appId })) };
    },
    sandboxGetTaskIdV2({ sandboxId }: wire.SandboxId) {
      const { result, taskId } = sandboxOf(sandboxId);
      return result ? { taskResult: result } : { taskId };
    },
    sandboxGetCommandRouterAccess: () => world.access(),
    sandboxTagsGetV2: ({ sandboxId }: wire.SandboxId) => ({ tags: sandboxOf(sandboxId).tags }),
    async sandboxTerminateV2({ sandboxId }: wire.SandboxId) {
      await sandboxOf(sandboxId).end(status.terminated);
      return {};
    },
    async sandboxWaitV2({ sandboxId, timeout }: wire.WaitRequest) {
      const sandbox = sandboxOf(sandboxId);
      if (timeout > 0) await sandbox.over(timeout * 1000);
      return { result: sandbox.result ?? undefined, metadata: { appId: apps.get(sandbox.request.app) } };
    },
  };
}

/** An enumeration of the protocol: what a network policy allows. */
const networkBlocked = 2;
const blocked = ({ blockNetwork, networkAccess }: wire.Definition): boolean =>
  blockNetwork || networkAccess?.networkAccessType === networkBlocked;

async function entryOf(folder: string, path: string) {
  const info = await lstat(path);
  const type = info.isFile() ? 1 : info.isDirectory() ? 2 : info.isSymbolicLink() ? 3 : 4;
  return { path: relative(folder, path), type, size: info.size, mtime: Math.floor(info.mtimeMs / 1000) };
}
