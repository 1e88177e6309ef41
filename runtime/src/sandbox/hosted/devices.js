// Camera and microphone of this browser.

let stream = null;
let refusal = null;

const HELP = {
  NotAllowedError: 'The browser refused access. Allow camera and microphone for this site in the address bar, then try again. In an iframe the surrounding page must set allow="camera; microphone".',
  NotFoundError: 'No camera was found. Connect one and try again.',
  NotReadableError: 'Another program is using the camera. Close it and try again.',
  Insecure: 'Browsers give cameras to secure pages only. Open this page at http://localhost or http://127.0.0.1.',
};

/** Asks for both devices, then for the camera alone. Returns whether there is a picture. */
export async function ask() {
  if (!navigator.mediaDevices) {
    refusal = HELP.Insecure;
    return false;
  }
  const video = { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 720 } };
  for (const wanted of [{ video, audio: true }, { video }]) {
    try {
      stream = await navigator.mediaDevices.getUserMedia(wanted);
      refusal = null;
      return true;
    } catch (error) {
      refusal = HELP[error.name] ?? `The camera cannot be used: ${error.message}`;
      if (error.name !== 'NotFoundError') break;
    }
  }
  return false;
}

/** Whether the page may use both devices without asking again. */
export async function granted() {
  try {
    const states = await Promise.all(['camera', 'microphone'].map((name) => navigator.permissions.query({ name })));
    return states.every((state) => state.state === 'granted');
  } catch {
    return false;
  }
}

export const live = () => stream?.getVideoTracks().some((track) => track.readyState === 'live') ?? false;
export const why = () => refusal;
export const picture = () => stream;

/** Ends both devices. */
export function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
}

/** A still of the video as JPEG, at most 1280 pixels wide. */
export function still(video) {
  const scale = Math.min(1, 1280 / (video.videoWidth || 1280));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round((video.videoWidth || 640) * scale));
  canvas.height = Math.max(1, Math.round((video.videoHeight || 480) * scale));
  canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/jpeg', 0.85);
  });
}

/** A chosen file as JPEG, scaled like a still, so that every picture is of a kind the server takes. */
export async function fromFile(file) {
  const image = await createImageBitmap(file).catch(() => { throw new Error('This file is not a picture the browser can read.'); });
  const scale = Math.min(1, 1600 / image.width);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', 0.85); });
}
