package io.spillway.gateway.bench.verb;

import java.util.Map;
import java.util.function.IntConsumer;

import io.spillway.gateway.bench.peer.Contender;

/** Load before anything counts, so that a Java system is compared with its hot code compiled. */
final class WarmUp {
    private static final int SECONDS = 10;
    private static final double JIT_SHARE = 0.01;

    private WarmUp() {}

    /** Loads a proxy until its JIT compilers use less than 1 % of its CPU time, or for 10 s; a native one for 1 s. */
    static void run(Contender proxy, IntConsumer loadForSeconds) {
        for (int done = 0; done < SECONDS; done += 2) {
            Map<String, Long> before = proxy.process().tree().threadMicros();
            loadForSeconds.accept(done == 0 ? 1 : 2);
            Map<String, Long> after = proxy.process().tree().threadMicros();
            long all = sum(after, "") - sum(before, "");
            long jit = sum(after, "C1 Comp") + sum(after, "C2 Comp") - sum(before, "C1 Comp") - sum(before, "C2 Comp");
            boolean java = after.keySet().stream().anyMatch(name -> name.startsWith("C2 Comp"));
            if (!java || (done > 0 && jit < all * JIT_SHARE)) {
                return;
            }
        }
    }

    private static long sum(Map<String, Long> threads, String prefix) {
        return threads.entrySet().stream().filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue).sum();
    }
}
