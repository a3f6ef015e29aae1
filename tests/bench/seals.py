"""What a seal costs: the same letters unsealed, sealed by RSA-2048 and by
ECDSA P-256, in turns on one thread."""
import os
import pathlib
import shutil
import statistics
import subprocess

tests = pathlib.Path(__file__).resolve().parents[1]
KINDS = ("unsealed", "RSA-2048", "P-256")
SIGNERS = {"RSA-2048": "rsa", "P-256": "ecdsa"}


def seal(authority, kind):
    if kind not in SIGNERS:
        return ()
    return (f"--seal={authority}/{SIGNERS[kind]}.p12",
            f"--passphrase-file={authority}/passphrase")


def letter_size(folder):
    sizes = [entry.stat().st_size for entry in os.scandir(folder)]
    return len(sizes), statistics.mean(sizes)


def say_seals(bench, campaign, say, spread):
    """Letters a second of the clock, and of work: the one is for this machine
    as it is, the other leaves out what it had to wait for."""
    if not shutil.which("openssl"):
        say("sealed", "openssl is not here")
        return
    authority = bench.work / "authority"
    subprocess.run(["sh", tests / "support" / "authority.sh", authority],
                   check=True, capture_output=True)
    rounds = []
    for _ in range(bench.options.rounds):
        rounds.append({kind: bench.render(campaign, 1, *seal(authority, kind))
                       for kind in KINDS})
    for kind in KINDS:
        count, size = letter_size(rounds[0][kind].letters)
        clock = [count / each[kind].seconds for each in rounds]
        work = [count / each[kind].work for each in rounds]
        of_unsealed = [each["unsealed"].work / each[kind].work
                       for each in rounds]
        say(f"{kind}, letters a second", spread(clock))
        say(f"{kind}, a second of work", spread(work))
        say(f"{kind}, of the unsealed rate", spread(of_unsealed, "{:.2f}"))
        say(f"{kind}, bytes a letter", f"{size:.0f}")
