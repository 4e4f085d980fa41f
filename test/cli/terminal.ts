// Runs the command line inside the test's process, with streams that remember.
import { Readable, Writable } from 'node:stream'
import { main } from '../../src/cli/main.ts'

/** What a run of the command line left behind. */
export interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** `mneme ...argv` with `input` on the standard input. */
export async function mneme(argv: readonly string[], input = ''): Promise<Outcome> {
  const [stdout, stderr] = [new Memo(), new Memo()]
  const code = await main(argv, { stdin: Readable.from([Buffer.from(input)]), stdout, stderr })
  return { code, stdout: stdout.text, stderr: stderr.text }
}

class Memo extends Writable {
  text = ''

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}
