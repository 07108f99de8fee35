package io.spillway.control;

import java.time.InstantSource;
import java.util.List;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.process.lifecycle.Reload;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads again who may use the API when the process is told to: all of the keys {@code access} and {@code apiToken}, or nothing
 * of them.
 */
final class AccessReload implements Reload {

    private static final Logger LOG = LoggerFactory.getLogger(AccessReload.class);
    /** Keys of the file that are read again. */
    static final List<String> KEYS = List.of("access", "apiToken");

    private final ApiAccess access;
    private final AccessObserver observer;
    private final @Nullable String trustDomain;
    /** What is in force. Written by one thread at a time, as {@link Reload} promises. */
    private volatile ApiAccess.Settings settings;
    private volatile boolean refused;

    private AccessReload(ApiAccess access, ApiAccess.Settings settings, AccessObserver observer) {
        this.access = access;
        this.settings = settings;
        this.trustDomain = settings.trustDomain();
        this.observer = observer;
    }

    /**
     * Returns one that begins with this configuration.
     *
     * @throws IllegalArgumentException when a file that it names cannot be used
     */
    static AccessReload of(ControlConfig config, InstantSource clock, AccessObserver observer) {
        ApiAccess.Settings settings = settings(config,
                config.apiTls() && config.identity() != null ? config.identity().trustDomain() : null);
        warn(settings, config);
        return new AccessReload(new ApiAccess(settings, clock, observer), settings, observer);
    }

    private static void warn(ApiAccess.Settings settings, ControlConfig config) {
        if (settings.isEmpty()) {
            LOG.warn("DEVELOPMENT MODE: whoever reaches api {} may do everything (expected: access, or a fleet on one "
                    + "machine)", config.api());
        } else if (settings.letsStrangersSee()) {
            LOG.warn("apiToken alone keeps others from writing only: whoever reaches api {} sees everything (expected: "
                    + "access)", config.api());
        }
    }

    /** Returns who may use the API, always as it was read last. */
    ApiAccess access() {
        return access;
    }

    /** How the API listens is not read again, and by which certificates people come hangs on it. */
    private static ApiAccess.Settings settings(ControlConfig config, @Nullable String trustDomain) {
        return new ApiAccess.Settings(config.common().idc(), config.apiToken(), config.access(), trustDomain);
    }

    @Override
    public void refused() {
        refused = true;
        observer.reloaded(false);
    }

    @Override
    public String reload(Tree file) {
        if (refused) {
            refused = false;
            return "kept " + shown(settings) + ": the file is refused";
        }
        try {
            if (!(Decoder.decode(file,
                    ControlConfig::read) instanceof Decoded.Valid<ControlConfig>(ControlConfig config))) {
                throw new IllegalArgumentException("the file is refused");
            }
            ApiAccess.Settings fresh = settings(config, trustDomain);
            // Also when nothing changed: a file that it names may have.
            access.replace(fresh);
            warn(fresh, config);
            String line = shown(settings) + " -> " + shown(fresh);
            settings = fresh;
            observer.reloaded(true);
            return line;
        } catch (IllegalArgumentException wrong) {
            observer.reloaded(false);
            LOG.error("access is not read again, {} stays in force: {}", shown(settings), wrong.getMessage());
            return "kept " + shown(settings) + ": " + wrong.getMessage();
        }
    }

    private static String shown(ApiAccess.Settings settings) {
        AccessConfig access = settings.access();
        return access.tokens().size() + " tokens, " + access.certificates().size() + " certificates, "
                + access.issuers().size() + " issuers" + (settings.apiToken() == null ? "" : " and apiToken");
    }
}
