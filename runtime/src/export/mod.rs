//! A plan as a deployable Next.js app: file list, archive, folder.
