"""Signing in by SRP, as a browser does; only what the tests need."""

import base64
import hashlib
import hmac
import secrets
from datetime import UTC, datetime
from typing import Any

# The 3072-bit group of RFC 3526, which Cognito uses.
N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C2"
    "45E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24"
    "CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F"
    "4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85"
    "A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24F"
    "A074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
G = 2


def sign_in(cognito: Any, *, pool: str, client: str, name: str, password: str) -> Any:
    """The tokens, or Cognito's refusal."""
    secret = secrets.randbelow(N)
    asked = cognito.initiate_auth(
        ClientId=client, AuthFlow="USER_SRP_AUTH", AuthParameters={"USERNAME": name, "SRP_A": f"{pow(G, secret, N):x}"}
    )
    challenge = asked["ChallengeParameters"]
    user = challenge["USER_ID_FOR_SRP"]
    now = datetime.now(UTC)
    stamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now.year}"
    key = _key(secret, int(challenge["SRP_B"], 16), int(challenge["SALT"], 16), pool.partition("_")[2] + user + ":" + password)
    proof = (pool.partition("_")[2] + user).encode() + base64.b64decode(challenge["SECRET_BLOCK"]) + stamp.encode()
    return cognito.respond_to_auth_challenge(
        ClientId=client,
        ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses={
            "USERNAME": user,
            "TIMESTAMP": stamp,
            "PASSWORD_CLAIM_SECRET_BLOCK": challenge["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, proof, "sha256")).decode(),
        },
    )


def _key(a: int, b_public: int, salt: int, identity: str) -> bytes:
    k = _number(_padded(N) + _padded(G))
    x = _number(_padded(salt) + hashlib.sha256(identity.encode()).digest())
    u = _number(_padded(pow(G, a, N)) + _padded(b_public))
    shared = pow(b_public - k * pow(G, x, N), a + u * x, N)
    extracted = hmac.digest(_padded(u), _padded(shared), "sha256")
    return hmac.digest(extracted, b"Caldera Derived Key\x01", "sha256")[:16]


def _padded(number: int) -> bytes:
    """As Java's BigInteger writes it: a leading zero where the first bit would mean a minus."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _number(data: bytes) -> int:
    return int.from_bytes(hashlib.sha256(data).digest(), "big")
