import type { Session } from './types';

/**
 * What a person may do, so that nothing is shown that the server would refuse. The server decides by the whole of its rules
 * (idc-control/server/docs/access.md); here stands which role lets somebody in.
 */
export type Deed = 'write' | 'switch' | 'approve' | 'release' | 'ground' | 'drill';

const ENOUGH: Record<Deed, string[]> = {
  write: ['operator', 'admin', 'breakglass'],
  switch: ['operator', 'admin', 'breakglass'],
  release: ['operator', 'admin', 'breakglass'],
  approve: ['approver', 'admin'],
  ground: ['admin', 'breakglass'],
  drill: ['drill', 'operator', 'admin', 'breakglass'],
};

/** Returns whether a role of the session allows it at the session's IDC, for that DrGroup when one is given. */
export function may(session: Session | null | undefined, deed: Deed, drGroup?: string): boolean {
  if (!session) return false;
  return session.roles.some(
    (role) =>
      ENOUGH[deed].includes(role.role.toLowerCase()) &&
      (role.idcs.length === 0 || role.idcs.includes(session.idc)) &&
      (drGroup === undefined || role.drGroups.length === 0 || role.drGroups.includes(drGroup)),
  );
}

/** Returns the roles as a line, as in `operator (orders; idc-a)`. */
export function rolesLine(session: Session): string {
  if (session.roles.length === 0) return 'no role';
  return session.roles
    .map((role) => {
      const where = [role.drGroups.join(', '), role.idcs.join(', ')].filter((part) => part !== '').join('; ');
      return where ? `${role.role} (${where})` : role.role;
    })
    .join(', ');
}
