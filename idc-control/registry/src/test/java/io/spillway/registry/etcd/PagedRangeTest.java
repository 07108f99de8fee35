package io.spillway.registry.etcd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.spillway.registry.CommitResult;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.RangeResult;
import io.spillway.registry.Transaction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A listing comes in several answers, and is one picture all the same. */
@Tag("real")
class PagedRangeTest extends EtcdTest {

    private static final String ROOT = "/spillway/v1/kit/";
    private static final int LISTINGS = 50;

    @Test
    void aListingThatEndsWithAFullPageHasEveryKeyOnce() {
        for (int count : List.of(PAGE_KEYS - 1, PAGE_KEYS, PAGE_KEYS + 1, 4 * PAGE_KEYS)) {
            putAll(count, "x");
            assertThat(registry.range(ROOT).entries()).extracting(KeyValue::key)
                    .containsExactlyElementsOf(keys(count));
        }
    }

    @Test
    void keysThatBeginWithAnotherKeyAreNotLeftOutBetweenPages() {
        List<String> names = List.of("a", "a\u0000", "a\u0000\u0000", "a ", "aa", "ab");
        for (String name : names) {
            put(ROOT + name, "x");
        }
        assertThat(registry.range(ROOT).entries()).extracting(KeyValue::key)
                .containsExactlyElementsOf(names.stream().map(name -> ROOT + name).toList());
    }

    /** Every write gives all keys the same value: a listing with two values would be of two revisions. */
    @Test
    void whileSomebodyWritesAListingIsOfOneRevision() throws InterruptedException {
        putAll(4 * PAGE_KEYS, "0");
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 1; !over.get(); i++) {
                putAll(4 * PAGE_KEYS, Integer.toString(i));
            }
        });
        Set<String> seen = new HashSet<>();
        try {
            for (int i = 0; i < LISTINGS; i++) {
                RangeResult listing = registry.range(ROOT);
                assertThat(listing.entries()).hasSize(4 * PAGE_KEYS)
                        .allSatisfy(entry -> assertThat(entry.modRevision()).isEqualTo(listing.revision()));
                Set<String> values = new HashSet<>();
                listing.entries().forEach(entry -> values.add(new String(entry.value(), StandardCharsets.UTF_8)));
                assertThat(values).hasSize(1);
                seen.addAll(values);
            }
        } finally {
            over.set(true);
            writer.join();
        }
        assertThat(seen).as("values, which show that it was written meanwhile").hasSizeGreaterThan(1);
    }

    private static List<String> keys(int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(ROOT + (char) ('a' + i));
        }
        return keys;
    }

    private void putAll(int count, String value) {
        List<Operation> puts = new ArrayList<>();
        keys(count).forEach(key -> puts.add(Operation.put(key, value.getBytes(StandardCharsets.UTF_8))));
        assertThat(registry.commit(new Transaction(List.of(), puts))).isInstanceOf(CommitResult.Committed.class);
    }
}
