"""A PostgreSQL of a witness's own, which it may stop hard: initdb, start, stop, ask. As root it runs as `postgres`."""
import glob
import os
import pwd
import shutil
import subprocess
import tempfile


class Cluster:
    def __init__(self):
        self.programs = os.path.dirname(sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))[-1])
        self.folder = tempfile.mkdtemp(prefix="whistle-pg-", dir="/tmp")
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.data = self.folder + "/data"
        self._run("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-N")
        self.url = f"host={self.folder} port=5432 user=postgres dbname=postgres"
        self.start()

    def _run(self, program, *arguments):
        command = [f"{self.programs}/{program}", *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        # pg_ctl leaves the server holding its output: a pipe would never end.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, cwd="/")
            output.seek(0)
            assert done.returncode == 0, output.read().decode()

    def start(self):
        self._run("pg_ctl", "-D", self.data, "-w", "-o", f"-k {self.folder} -c listen_addresses='' -c max_connections=200",
                  "-l", self.folder + "/log", "start")

    def stop_hard(self):
        """As a power failure: no checkpoint, no good-bye."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")

    def sql(self, text):
        return subprocess.run([self.programs + "/psql", "-qAtX", "-v", "ON_ERROR_STOP=1", self.url, "-c", text],
                              check=True, capture_output=True, text=True).stdout.strip()

    def session(self):
        """A session that stays open, to hold locks in."""
        return Session(self)

    def remove(self):
        if os.path.exists(self.data + "/postmaster.pid"):
            self.stop_hard()
        shutil.rmtree(self.folder, ignore_errors=True)


class Session:
    def __init__(self, cluster):
        self.process = subprocess.Popen([cluster.programs + "/psql", "-qAtX", cluster.url], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, text):
        """Returns once it was done."""
        self.process.stdin.write(text + ";\n\\echo done\n")
        self.process.stdin.flush()
        lines = []
        while (line := self.process.stdout.readline().strip()) != "done":
            assert line or self.process.poll() is None, lines
            lines.append(line)
        return lines

    def end(self):
        self.process.stdin.close()
        self.process.wait()
