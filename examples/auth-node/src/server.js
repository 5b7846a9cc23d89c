import { appOf } from './app.js';

/** Serves until it is told to end. `PORT=0` takes a free port; what it listens on is the first line that it prints. */
const app = appOf(process.env);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => app.close());
const address = await app.listen({ host: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT ?? 8080) });
console.log(`listening on ${address}`);
