package io.spillway.gateway.bench.verb;

import java.util.Map;
import java.util.function.IntConsumer;

import io.spillway.gateway.bench.peer.Contender;

/** Load before anything counts, so that a Java system is compared with its hot code compiled. */
final class WarmUp {
    private static final double JIT_SHARE = 0.01;

    private WarmUp() {}

    /**
     * Loads a proxy until its JIT compilers use less than 1 % of its CPU time, or for so many seconds; a native one for 1 s.
     */
    static void run(Contender proxy, int atMostSeconds, IntConsumer loadForSeconds) {
        for (int done = 0; done < atMostSeconds; done += 2) {
            Compiling compiling = Compiling.of(proxy);
            loadForSeconds.accept(done == 0 ? 1 : 2);
            if (!compiling.java() || (done > 0 && compiling.percent() < 100 * JIT_SHARE)) {
                return;
            }
        }
    }

    /** What a process's compilers use, from now on. */
    record Compiling(Contender proxy, Map<String, Long> before) {
        static Compiling of(Contender proxy) {
            return new Compiling(proxy, proxy.process().tree().threadMicros());
        }

        /** Tells whether the process has JIT compilers. */
        boolean java() {
            return before.keySet().stream().anyMatch(name -> name.startsWith("C2 Comp"));
        }

        /** Returns their share of the process's CPU time, 0..100. */
        double percent() {
            Map<String, Long> after = proxy.process().tree().threadMicros();
            long all = sum(after, "") - sum(before, "");
            long jit = sum(after, "C1 Comp") + sum(after, "C2 Comp") - sum(before, "C1 Comp") - sum(before, "C2 Comp");
            return all <= 0 ? 0 : Math.clamp(100.0 * jit / all, 0, 100);
        }
    }

    private static long sum(Map<String, Long> threads, String prefix) {
        return threads.entrySet().stream().filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue).sum();
    }
}
