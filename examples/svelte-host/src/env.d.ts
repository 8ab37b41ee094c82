/// <reference types="vite/client" />

interface ImportMetaEnv {
  readonly VITE_INTERVIEWLM_URL?: string;
}
