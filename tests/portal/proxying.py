"""The proxy of `deploy/nginx`, as a real process before a portal, with a certificate that is made for it."""

import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests import real_parts
from tests.portal.raw_requests import plain, send
from tests.portal.serving import ROOT, free_port, wait_until


@dataclass
class Proxy:
    """A proxy, started by `with`; ports, paths and the name of the web are of this machine.

    web_port: where the portal listens, or will.
    """

    folder: Path
    web_port: int
    port: int = field(default_factory=free_port)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def __enter__(self) -> "Proxy":
        nginx = real_parts.nginx()
        if nginx is None:
            pytest.skip(real_parts.NO_NGINX)
        self._write_certificate()
        (self.folder / "nginx.conf").write_text(self._configuration(), encoding="utf-8")
        # Workers keep the user that runs the tests, whose folders these are.
        directives = "daemon off; master_process off;"
        named = ["-e", "stderr", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        self.process = subprocess.Popen([nginx, *named, "-g", directives], stderr=subprocess.DEVNULL)
        assert wait_until(self._answers)
        return self

    def __exit__(self, *_raised: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    def _configuration(self) -> str:
        configuration = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text(encoding="utf-8")
        for there, here in {
            "/tmp/": f"{self.folder}/",  # noqa: S108  # what stands in the file
            "http://web:8000": f"http://127.0.0.1:{self.web_port}",
            "/run/secrets/": f"{self.folder}/",
            "listen 8443": f"listen 127.0.0.1:{self.port}",
            "listen [::]:8443 ssl;": "",
            "listen [::]:8080;": "",
            "listen 8080": f"listen 127.0.0.1:{free_port()}",
            "127.0.0.1:8081": f"127.0.0.1:{free_port()}",
        }.items():
            assert there in configuration
            configuration = configuration.replace(there, here)
        return configuration

    def _answers(self) -> bool:
        try:
            return bool(send(self.port, plain(b"GET /privacy/ HTTP/1.1"), tls=True).statuses)
        except OSError:
            return False

    def _write_certificate(self) -> None:
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder(name, name, self.key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(self.key, hashes.SHA256())
        )
        pem = serialization.Encoding.PEM
        plainly = serialization.NoEncryption()
        private = self.key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plainly)
        (self.folder / "tls_certificate").write_bytes(certificate.public_bytes(pem))
        (self.folder / "tls_key").write_bytes(private)
