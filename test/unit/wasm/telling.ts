/** Modules that may tell their work, as bytes in hexadecimal digits. */
export const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/**
 * A handler of 3 instructions with two parameters, and a command of 3 with a result:
 *
 * (module
 *   (import "wasi:cli/stderr@0.2.3" "get-stderr" (func (result i32)))
 *   (import "wasi:io/streams@0.2.3" "[method]output-stream.check-write" (func (param i32 i32)))
 *   (import "wasi:io/streams@0.2.3" "[method]output-stream.write" (func (param i32 i32 i32 i32)))
 *   (import "wasi:io/streams@0.2.3" "[method]output-stream.blocking-flush" (func (param i32 i32)))
 *   (import "wasi:io/streams@0.2.3" "[resource-drop]output-stream" (func (param i32)))
 *   (memory (export "memory") 1)
 *   (func (export "wasi:http/incoming-handler@0.2.3#handle") (param i32 i32) local.get 0 local.get 1 i32.add drop)
 *   (func (export "wasi:cli/run@0.2.3#run") (result i32)
 *     i32.const 1 if (result i32) i32.const 0 else i32.const 1 end))
 */
export const STREAMS =
  '0061736d010000000115046000017f60027f7f0060047f7f7f7f0060017f000284020515776173693a636c692f73746465727240302e322e330a6765742d737464657272000015776173693a696f2f73747265616d7340302e322e33215b6d6574686f645d6f75747075742d73747265616d2e636865636b2d7772697465000115776173693a696f2f73747265616d7340302e322e331b5b6d6574686f645d6f75747075742d73747265616d2e7772697465000215776173693a696f2f73747265616d7340302e322e33245b6d6574686f645d6f75747075742d73747265616d2e626c6f636b696e672d666c757368000115776173693a696f2f73747265616d7340302e322e331c5b7265736f757263652d64726f705d6f75747075742d73747265616d000303030201000503010001074d03066d656d6f7279020027776173693a687474702f696e636f6d696e672d68616e646c657240302e322e332368616e646c65000516776173693a636c692f72756e40302e322e332372756e00060a17020800200020016a1a0b0c004101047f41000541010b0b';
