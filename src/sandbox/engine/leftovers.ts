/** Who owns what lies in an engine, and the removal of what its owner left there. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type Docker from 'dockerode';
import { LIMITS } from '../bounds/limits.ts';

const RUN = 'lazaret.run';
const OWNER = 'lazaret.owner';
const DEADLINE = 'lazaret.deadline';

/** Who owns what is created: this machine, this process. */
export function labels(): Record<string, string> {
  return {
    [RUN]: randomUUID(),
    [OWNER]: `${hostname()}/${process.pid}`,
    [DEADLINE]: String(Math.ceil((Date.now() + LIMITS.run + LIMITS.boot) / 1000)),
  };
}

/** Removes what runs that are over left in an engine; gives how many containers that were. */
export async function sweep(docker: Docker): Promise<number> {
  const ours = await docker.listContainers({ all: true, filters: { label: [RUN] } });
  const orphans = ours.filter(({ Labels }) => isOrphan(Labels[OWNER] ?? '', Number(Labels[DEADLINE])));
  await Promise.all(orphans.map(({ Id }) => remove(docker.getContainer(Id))));
  await sweepVolumes(docker);
  return orphans.length;
}

/** A volume goes with its container, unless the engine was restarted in between. */
async function sweepVolumes(docker: Docker): Promise<void> {
  const { Volumes } = await docker.listVolumes({ filters: { label: [RUN], dangling: ['true'] } });
  const lost = (Volumes ?? []).filter(({ Labels }) => isOrphan(Labels?.[OWNER] ?? '', Number(Labels?.[DEADLINE])));
  await Promise.allSettled(lost.map(({ Name }) => docker.getVolume(Name).remove()));
}

/** Gone are: what outlived its deadline, and what belongs to a process of this machine that no longer exists. */
function isOrphan(owner: string, deadline: number): boolean {
  if (!(deadline > Date.now() / 1000)) return true;
  const [host, pid] = owner.split('/');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch {
    return true;
  }
}

/** Removes a container and waits until it is gone: the engine may be busy with it already, because it removes what ends. */
export async function remove(container: Docker.Container): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    const left = await container.remove({ force: true, v: true }).then(
      () => false,
      (error: { readonly statusCode?: number }) => error.statusCode !== 404,
    );
    if (!left) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
