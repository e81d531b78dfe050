# python3 run.py PROGRAM.py [WARM-UP ROUNDS]: runs the program once and prints its line; or, with numbers of rounds, prints
# the CPU milliseconds of each round that counts, and the line.
import importlib.util
import sys
import time


def main():
    spec = importlib.util.spec_from_file_location("program", sys.argv[1])
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    if len(sys.argv) < 4:
        print(program.run())
        return
    warm_up, rounds = int(sys.argv[2]), int(sys.argv[3])
    for round in range(warm_up + rounds):
        before = time.process_time()
        line = program.run()
        if round >= warm_up:
            print(f"{(time.process_time() - before) * 1000:.3f}")
    print(line)


main()
