/** How many packages a tree has: of some, an install has several copies. */
export const differentPackages = (packages: readonly { readonly id: string }[]): number =>
  new Set(packages.map(({ id }) => id)).size;
