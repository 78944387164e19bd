/** Libraries that record what a person types, sees or says, by the name of what is called. */
const RECORDS: readonly (readonly [string, RegExp])[] = [
  [
    'what is typed',
    /^(?:node-global-key-listener\.GlobalKeyboardListener\(\)\.addListener|(?:iohook|@mechakeys\/iohook|gkm\.events|uiohook-napi\.uIOhook)\.on|iohook\.start)$/,
  ],
  [
    'the screen',
    /^(?:screenshot-desktop(?:\.all)?|desktop-screenshot|robotjs\.screen\.capture|@(?:nut-tree|nut-tree-fork)\/nut-js\.screen\.(?:grab|capture)\w*|node-screenshots\.\w+(?:\.\w+)*\(\)(?:\.\w+(?:\(\))?)*\.captureImage(?:Sync)?|electron\.desktopCapturer\.getSources|navigator\.mediaDevices\.getDisplayMedia)$/,
  ],
  [
    'what is said or seen',
    /^(?:node-record-lpcm16\.record|node-audiorecorder\(\)\.start|mic\(\)\.getAudioStream|node-webcam\.(?:capture|create\(\)\.capture)|navigator\.mediaDevices\.getUserMedia)$/,
  ],
];

/** What a call records, in words; undefined where it records nothing. */
export function recordedBy(name: string): string | undefined {
  return RECORDS.find(([, pattern]) => pattern.test(name))?.[0];
}
