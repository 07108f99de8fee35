package io.spillway.control.admin.security;

import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.Call;
import io.spillway.control.access.Caller;
import io.spillway.process.tls.RateOfWords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log who was refused, once a second at most, and every use of break-glass. Tells another observer too. */
public final class AccessLog implements AccessObserver {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private final AccessObserver next;
    private final RateOfWords words;

    /** Creates a log; {@code next} hears everything. */
    public AccessLog(AccessObserver next, RateOfWords words) {
        this.next = next;
        this.words = words;
    }

    @Override
    public void refused(int status, String from, String reason) {
        next.refused(status, from, reason);
        if (words.allowed()) {
            LOG.info("api call from {} refused ({}): {}", from, status, reason);
        }
    }

    @Override
    public void brokeGlass(Caller caller, Call call) {
        next.brokeGlass(caller, call);
        LOG.warn("BREAK-GLASS: {} from {} calls {}, because: {}", caller.identity(), caller.from(), call,
                caller.reason());
    }

    @Override
    public void askedForKeys(String issuer, String failure) {
        next.askedForKeys(issuer, failure);
        if (!failure.isEmpty()) {
            LOG.warn(
                    "issuer {} gave no keys: {} (expected: its keys; tokens of keys that are not known yet are refused)",
                    issuer, failure);
        }
    }

    @Override
    public void reloaded(boolean taken) {
        next.reloaded(taken);
    }
}
