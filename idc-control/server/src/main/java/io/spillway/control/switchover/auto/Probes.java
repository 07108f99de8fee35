package io.spillway.control.switchover.auto;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.spillway.control.service.ProbeWord;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ControlState;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.Sight;
import io.spillway.model.resource.SwitchOverProgress;

/** Takes what external probes say, and writes it: so every node of every IDC knows it. */
public final class Probes {

    /** The most words of probes that stand. */
    static final int MOST = 100;

    private final String idc;
    private final InstantSource clock;
    private final Supplier<ControlState> state;
    private final Predicate<SwitchOverProgress> write;

    /** Creates one that writes so. */
    public Probes(String idc, InstantSource clock, Supplier<ControlState> state,
            Predicate<SwitchOverProgress> write) {
        this.idc = idc;
        this.clock = clock;
        this.state = state;
        this.write = write;
    }

    /** Writes a word; blocks. */
    public WriteResult take(ProbeWord word) {
        ControlState now = state.get();
        if (now.get(Kind.IDC, word.idc()) == null) {
            return new WriteResult.NotFound(Kind.IDC, word.idc());
        }
        String place = Words.place(word.from(), word.idc());
        SwitchOverProgress said = SwitchOverProgress.vantage(idc, place, Map.of(word.idc(),
                new Sight(word.reachable() ? 1 : 0, word.reachable() ? 0 : 1, Sight.Link.UNKNOWN)), clock.instant());
        if (said.switchOver().length() > Names.LONGEST) {
            return new WriteResult.Invalid(List.of(new Violation("/from", "\"" + word.from() + "\"",
                    "a name that is at most " + Names.LONGEST + " characters long together with that of the IDC",
                    null)));
        }
        Map<String, SwitchOverProgress> own = now.notes().progress().of(idc);
        long standing = own.keySet().stream().filter(SwitchOverProgress::vantage).count();
        if (!own.containsKey(said.switchOver()) && standing >= MOST) {
            return new WriteResult.Invalid(List.of(new Violation("/from", "\"" + word.from() + "\"",
                    "one of the " + MOST + " places and IDCs that spoke already", null)));
        }
        return write.test(said)
                ? new WriteResult.Applied(now.revision(), List.of(), List.of(), true)
                : new WriteResult.Unavailable(clock.instant(), "the registry does not take it");
    }
}
