package io.spillway.sync;

import java.time.Duration;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.sync.peer.SyncSettings;

/**
 * The part {@code guards} of the configuration.
 *
 * @param confirmAfter how long an update must be held before its origin may confirm it
 */
record GuardsConfig(Duration confirmAfter) {

    static final GuardsConfig DEFAULTS = new GuardsConfig(SyncSettings.CONFIRM_AFTER);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    static GuardsConfig read(Decoder config) {
        Duration confirmAfter = config.optional("confirmAfter", ScalarType.DURATION, SyncSettings.CONFIRM_AFTER);
        if (confirmAfter.compareTo(SHORTEST) < 0 || confirmAfter.compareTo(LONGEST) > 0) {
            config.violation("confirmAfter", "duration of 1m to 7d");
        }
        return new GuardsConfig(confirmAfter);
    }
}
