package io.spillway.process.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.spillway.model.document.Tree;

/**
 * What an admin listener shows. The suppliers are asked on virtual threads, one per request.
 *
 * @param metrics the text for Prometheus
 * @param config the live configuration; values of keys that name a token, password or secret are not shown
 * @param extra further JSON pages by path, as in "/sync"
 */
public record AdminPages(Readiness readiness, Supplier<String> metrics, Supplier<Tree> config,
        Map<String, Supplier<Tree>> extra) {

    public AdminPages {
        extra = Map.copyOf(extra);
    }

    /** Returns pages without extra ones. */
    public static AdminPages of(Readiness readiness, Supplier<String> metrics, Supplier<Tree> config) {
        return new AdminPages(readiness, metrics, config, Map.of());
    }

    /** Returns the same with one more page. */
    public AdminPages with(String path, Supplier<Tree> page) {
        Map<String, Supplier<Tree>> more = new LinkedHashMap<>(extra);
        more.put(path, page);
        return new AdminPages(readiness, metrics, config, more);
    }
}
