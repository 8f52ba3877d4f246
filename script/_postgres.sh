# A PostgreSQL server for tests and measurements (sourced after _common.sh, not run).
# shellcheck shell=bash
# find_postgres sets postgres_url: DATABASE_URL when it names PostgreSQL, else the local server, else a private cluster
# that goes away with the script; empty when there is none.
LOCAL_URL=postgres://postgres@127.0.0.1:5432/postgres
postgres_url=
cluster=

answers() { "$PY" -c 'import sys, psycopg; psycopg.connect(sys.argv[1], connect_timeout=3).close()' "$1" 2>/dev/null; }

# Runs a command of PostgreSQL, which refuses to be root, as postgres or nobody.
as_server_user() {
  if [[ $(id -u) != 0 ]]; then
    "$@"
    return
  fi
  local user=nobody
  id -u postgres >/dev/null 2>&1 && user=postgres
  setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@"
}

stop_cluster() {
  [[ -n $cluster ]] || return 0
  as_server_user "$cluster_bin/pg_ctl" -D "$cluster/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$cluster"
  cluster=
}
trap stop_cluster EXIT
trap 'exit 130' INT TERM

start_cluster() {
  local initdb
  initdb=$(command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1) || return 1
  [[ -n $initdb ]] || return 1
  cluster_bin=$(dirname "$initdb")
  cluster=$(mktemp -d /tmp/sakip-pg.XXXXXX)
  mkdir "$cluster/data"
  if [[ $(id -u) == 0 ]]; then
    local owner=nobody
    id -u postgres >/dev/null 2>&1 && owner=postgres
    chown -R "$owner" "$cluster"
  fi
  local port
  port=$(free_port)
  (
    cd "$cluster"
    as_server_user "$cluster_bin/initdb" -D "$cluster/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null &&
      as_server_user "$cluster_bin/pg_ctl" -D "$cluster/data" -l "$cluster/log" -w \
        -o "-p $port -c listen_addresses=127.0.0.1 -k $cluster -c fsync=off" start >/dev/null
  ) || {
    cat "$cluster/log" 2>/dev/null >&2
    return 1
  }
  postgres_url="postgres://postgres@127.0.0.1:$port/postgres"
}

find_postgres() {
  if [[ ${DATABASE_URL:-} == postgres* ]]; then
    postgres_url=$DATABASE_URL
  elif answers "$LOCAL_URL"; then
    postgres_url=$LOCAL_URL
  elif start_cluster; then
    say "PostgreSQL: a private cluster"
  fi
}

warn_no_postgres() {
  warn "============================================================================"
  warn "PostgreSQL: SKIPPED. There is no server and no initdb (apt-get install postgresql)."
  warn "============================================================================"
}
