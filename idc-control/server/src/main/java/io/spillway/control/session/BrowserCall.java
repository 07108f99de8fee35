package io.spillway.control.session;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a browser tells of a call beside what its owner wants (Fetch Metadata, RFC 6454): whether it was made by a page of ours.
 *
 * @param site          the header Sec-Fetch-Site; null without: no browser, or one that is told to keep it
 * @param origin        the header Origin; null without
 * @param own           what the address of this node is to browsers: host and port as they came, and the one name if there is one
 * @param requestedWith the header X-Requested-With; null without
 */
public record BrowserCall(String method, @Nullable String site, @Nullable String origin, Set<String> own,
        @Nullable String requestedWith) {

    /** What the console says in X-Requested-With. A page of others cannot without asking first. */
    public static final String CONSOLE = "spillway-console";

    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    /** What no DNS is asked for, with a port or without. */
    private static final Pattern LOCAL = Pattern
            .compile("(?i)([0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]|([a-z0-9-]+\\.)*localhost)(:[0-9]{1,5})?");

    /** Copies the set. */
    public BrowserCall {
        own = Set.copyOf(own);
    }

    /** Returns why a call that is known by a cookie is refused; empty: it is not. */
    public String refusedByCookie() {
        if (!"same-origin".equals(site)) {
            return "Sec-Fetch-Site: " + (site == null ? "missing" : site)
                    + " (expected: same-origin, for a call that is "
                    + "known by a cookie)";
        }
        return refusedAsOurs();
    }

    /** Returns why a call of a page of ours would be refused; empty: it is not. */
    public String refusedAsOurs() {
        if (site != null && !site.equals("same-origin")) {
            return "Sec-Fetch-Site: " + site + " (expected: same-origin)";
        }
        if (isForeign()) {
            return "Origin: " + origin + " (expected: " + String.join(" or ", own.stream().sorted().toList()) + ")";
        }
        return SAFE.contains(method) || CONSOLE.equals(requestedWith)
                ? ""
                : "X-Requested-With: " + (requestedWith == null ? "missing" : "another value") + " (expected: "
                        + CONSOLE
                        + ")";
    }

    /**
     * Returns why a call is refused that shows nothing that its maker had to know, so that a page of others could make it too:
     * in development, by a certificate, or by an address alone; empty: it is not. What is no browser says nothing of all this.
     */
    public String refusedAsAmbient() {
        boolean typed = "none".equals(site) && SAFE.contains(method);
        if (site != null && !site.equals("same-origin") && !typed) {
            return "Sec-Fetch-Site: " + site + " (expected: same-origin; a page of another origin shows a token)";
        }
        return isForeign() && !SAFE.contains(method)
                ? "Origin: " + origin + " (expected: " + String.join(" or ", own.stream().sorted().toList()) + ")"
                : "";
    }

    /**
     * Returns why a browser's call is refused where nobody has to show anything: the host has a name for which the DNS of anybody
     * may answer with this machine's address, so that his page looks like one of ours (DNS rebinding); empty: it is not.
     *
     * @param host the header Host; null without
     * @param url  where browsers reach the console, as it is configured; null when it is not
     */
    public String refusedByName(@Nullable String host, @Nullable String url) {
        boolean browser = site != null || origin != null;
        if (!browser || (host != null && (LOCAL.matcher(host).matches()
                || (url != null && url.toLowerCase(Locale.ROOT).endsWith("://" + host.toLowerCase(Locale.ROOT)))))) {
            return "";
        }
        return "Host: " + (host == null ? "missing" : host)
                + " (expected: an address, localhost or that of console.url, while nobody has to show anything)";
    }

    /** Returns whether a page of another origin makes the call. */
    public boolean isForeign() {
        return origin != null && own.stream().noneMatch(origin::equalsIgnoreCase);
    }
}
