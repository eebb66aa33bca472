"""Pure building blocks of every domain: money, time, ids, refusals, the posting table. Imports nothing of ours."""
