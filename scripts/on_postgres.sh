#!/usr/bin/env bash
# Run a command beside a PostgreSQL server of its own, which ends with it: scripts/on_postgres.sh pytest tests/desk
# TROTH_DESK_TEST_DATABASE names it, as a role that may make databases and is no superuser (a superuser sees all rows).
set -euo pipefail
export SHELL=/bin/bash
exec pg_virtualenv -t -o fsync=off -o synchronous_commit=off -o full_page_writes=off bash -c '
  psql --quiet --no-psqlrc --dbname postgres --command "CREATE ROLE desk_owner LOGIN CREATEDB CREATEROLE PASSWORD '"'"'test'"'"'"
  export TROTH_DESK_TEST_DATABASE="postgresql://desk_owner:test@${PGHOST:-localhost}:$PGPORT/postgres"
  unset PGUSER PGPASSWORD PGDATABASE PGHOST PGPORT PGSYSCONFDIR PGCLUSTER
  "$@"' on_postgres "$@"
