interface Documented {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
}

type Kind = 'members' | 'attributes' | 'events' | 'cssParts' | 'cssProperties' | 'slots';

export interface ElementDeclaration extends Partial<Record<Kind, readonly Documented[]>> {
  readonly tagName: string;
  readonly description?: string;
}

export interface Manifest {
  readonly modules: readonly { readonly path: string; readonly declarations: readonly [ElementDeclaration] }[];
}

export function customElements(): Promise<Manifest>;
export function writeManifest(): Promise<void>;
