console.log(`post ran, started=${process.env.STATE_started}`);
