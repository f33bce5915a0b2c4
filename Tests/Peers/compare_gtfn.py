#!/usr/bin/env python3
"""Times our GTFN code against GT4Py's, one after the other on the same inputs, on one thread.

  compare_gtfn.py [--tool .build/release/stencil-repl] [--n 128] [--k 80] [--calls 20] [--compiler g++]

Run it in a Python that has gt4py (1.2.3 was tried, on Python 3.12); its package gridtools-cpp serves both. Prints the
least time of each, and GT4Py's divided by ours: 1 or more means that ours is not slower.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here))
UNITS = {"ns": 1e-9, "µs": 1e-6, "us": 1e-6, "ms": 1e-3, "s": 1.0}


def theirs(a, arrays, table):
    """Least seconds a call of each program by GT4Py, and what it computed."""
    import gt4py.next as gtx
    import numpy as np

    import kernels as m

    times, results = {}, {}
    for name, array in arrays.items():
        dims = (m.I, m.J, m.K) if array.ndim == 3 else (m.Edge, m.K)
        to = (m.I, m.J, m.K) if array.ndim == 3 else (m.Vertex, m.K)
        shape = array.shape if array.ndim == 3 else (table.shape[0], array.shape[1])
        program = getattr(m, name).with_backend(gtx.gtfn_cpu)
        u, out = gtx.as_field(dims, array), gtx.as_field(to, np.zeros(shape))
        provider = {}
        if array.ndim == 2:
            provider = {
                "V2E": gtx.as_connectivity((m.Vertex, m.V2EDim), codomain=m.Edge, data=table)
            }
        n, k = np.int32(shape[0]), np.int32(shape[-1])
        least = float("inf")
        for _ in range(a.calls + 1):
            start = time.perf_counter()
            program(u, out, n, k, offset_provider=provider)
            least = min(least, time.perf_counter() - start)
        times[name], results[name] = least, out.asnumpy()
    return times, results


def ours(a, arrays, table, folder):
    """Least seconds a call of each program by our backend, and what it computed."""
    import numpy as np

    times, results = {}, {}
    np.save(folder / "v2e.npy", table)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
        box = array.ndim == 3
        rows = array.shape[0] if box else table.shape[0]
        to = "I, J, K" if box else "Vertex, K"
        extents = f"I={rows} J={rows} K={a.k}" if box else f"Vertex={rows} K={a.k}"
        first = "u" if box else "e"
        call = f"{name} {first}=u out=out rows={rows} levels={a.k} backend=gtfn"
        commands = [f'load "{here}/kernels.py"']
        if not box:
            commands.append(f'connect V2E = load "{folder}/v2e.npy"')
        commands += [
            f'field u[{"I, J, K" if box else "Edge, K"}] = load "{folder}/{name}.npy"',
            f"field out[{to}] = zeros {extents}",
            f"time n={a.calls} {call}",
            f"run {call}",
            f'save out "{folder}/{name}_out.npy"',
        ]
        script = folder / f"{name}.stencil-session"
        script.write_text("#! stencil-session 1\n\n" + "".join(f"    > {c}\n" for c in commands))
        done = subprocess.run(
            [a.tool, str(script)], capture_output=True, text=True,
            env={**os.environ, "CXX": a.compiler},
        )
        text = done.stdout + done.stderr
        row = re.search(r"^\s*gtfn\s.*$", text, re.M)
        if done.returncode or not row or "answers instead" in text:
            raise SystemExit(f"{name} failed:\n{text}")
        # backend, compile, calls, min, median, …: the time behind the number of calls.
        found = re.findall(r"([\d.]+) (ns|µs|us|ms|s)\b", row.group(0))
        times[name] = float(found[1][0]) * UNITS[found[1][1]]
        results[name] = np.load(folder / f"{name}_out.npy")
    return times, results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default=str(here.parent.parent / ".build/release/stencil-repl"))
    parser.add_argument("--n", type=int, default=128)
    parser.add_argument("--k", type=int, default=80)
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--compiler", default="g++", help="for both")
    a = parser.parse_args()
    os.environ.update(OMP_NUM_THREADS="1", STENCIL_THREADS="1", CXX=a.compiler)
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    import numpy as np

    random = np.random.default_rng(1)
    box = random.standard_normal((a.n, a.n, a.k))
    arrays = {name: box for name in ("lap2d", "laplap", "column")}
    vertices = a.n * a.n
    table = random.integers(0, 3 * vertices, (vertices, 6)).astype(np.int32)
    arrays["neighbors"] = random.standard_normal((3 * vertices, a.k))
    with tempfile.TemporaryDirectory() as folder:
        their_times, their_results = theirs(a, arrays, table)
        our_times, our_results = ours(a, arrays, table, pathlib.Path(folder))
    print(f"{'program':10} {'GT4Py ms':>9} {'ours ms':>9} {'ratio':>6}  results")
    for name in arrays:
        same = np.allclose(their_results[name], our_results[name], rtol=1e-12, atol=1e-12)
        print(
            f"{name:10} {their_times[name] * 1e3:9.3f} {our_times[name] * 1e3:9.3f} "
            f"{their_times[name] / our_times[name]:6.2f}  {'equal' if same else 'DIFFER'}"
        )


if __name__ == "__main__":
    main()
