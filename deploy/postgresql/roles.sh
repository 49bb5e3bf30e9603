#!/bin/sh
# Make the two roles and the database; the image of PostgreSQL runs this once, when there is no database yet.
set -eu
export SECRETS="${SECRETS:-/run/secrets}"

# The passwords are read by psql itself, so that no list of processes shows them. Time limits are the role's, since a
# pooler such as PgBouncer passes on none that a client sets; who migrates may take longer. First a lock is given up,
# then a statement, and last the page that waits for an answer (SEALPOST_DATABASE_ANSWER_SECONDS, 10).
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set owner_password `cat "$SECRETS/database_owner_password"`
\set portal_password `cat "$SECRETS/database_password"`
CREATE ROLE sealpost_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE sealpost_portal LOGIN PASSWORD :'portal_password';
ALTER ROLE sealpost_portal SET statement_timeout = '8s';
ALTER ROLE sealpost_portal SET lock_timeout = '5s';
ALTER ROLE sealpost_portal SET idle_in_transaction_session_timeout = '60s';
CREATE DATABASE sealpost OWNER sealpost_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE sealpost FROM PUBLIC;
GRANT CONNECT ON DATABASE sealpost TO sealpost_portal;
SQL
