package io.spillway.control.switchover.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.load.Watched;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose figures are wanted, by the switch-overs that the registry has. */
public class WatchedScopesTest {

    private static final ControlState WORLD = ControlState.empty()
            .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
            .with(Resource.of("far", new DrGroupSpec(List.of("idc-b", "idc-c"), 1)))
            .with(service("orders", "core")).with(service("inventory", "core")).with(service("mail", "far"))
            .with(service("alone", ""));

    /** What an IDC carries is of all Services. */
    private static final Set<String> ALL = Set.of("orders", "inventory", "mail", "alone");

    private static Resource service(String name, String group) {
        return Resource.of(name, new ServiceSpec(List.of(name + ".test"), Map.of(), ServiceSpec.DEFAULT_GROUPS,
                group.isEmpty() ? null : group, ServicePolicy.DEFAULTS, ServiceSpec.EXPORT_TO_ALL));
    }

    /** A switch-over of one scope that stands there. */
    public static Resource switchOver(String name, ShiftScope scope, SwitchOverState state) {
        SwitchOverStatus drafted = SwitchOverStatus.drafted("idc-a", SwitchOrigin.MANUAL, "test", Instant.EPOCH);
        return Resource.of(name, new SwitchOverSpec(List.of(scope), "idc-a", "idc-b", List.of(100), Duration.ZERO,
                Gates.DEFAULT, SwitchMode.GRACEFUL, SwitchOverSpec.NO_FENCE, false, SwitchOverSpec.EXPIRES,
                OnExpiry.ALARM, "test", new SwitchOverStatus(drafted.generation(), 1, state, drafted.at(), null,
                        drafted.origin(), drafted.author(), null, List.of(), false, List.of(), Map.of(), null,
                        drafted.since(), null, null, List.of())));
    }

    private static Watched watched(ShiftScope scope, SwitchOverState state) {
        return WatchedScopes.of(WORLD.with(switchOver("move", scope, state)));
    }

    @Test
    void whatMovesIsWatchedClosely() {
        Watched moving = watched(new ShiftScope.DrGroupScope("core"), SwitchOverState.SHIFTING);
        assertThat(moving.hurry()).isTrue();
        assertThat(moving.scopes().values()).containsExactlyInAnyOrder(Set.of("orders", "inventory"), ALL);
        assertThat(watched(new ShiftScope.ServiceScope("alone"), SwitchOverState.ROLLING_BACK).scopes().values())
                .containsExactlyInAnyOrder(Set.of("alone"), ALL);
        assertThat(watched(new ShiftScope.IdcScope("idc-a"), SwitchOverState.SOAKING).scopes().values())
                .as("a Service of no DrGroup knows no other IDC")
                .containsExactlyInAnyOrder(Set.of("orders", "inventory"), ALL);
    }

    @Test
    void whatMayStartOrStandsStillIsWatchedWithoutHurryAndTheRestNotAtAll() {
        ShiftScope scope = new ShiftScope.ServiceScope("orders");
        for (SwitchOverState calm : List.of(SwitchOverState.CHECKING, SwitchOverState.READY,
                SwitchOverState.APPROVED, SwitchOverState.PAUSED)) {
            assertThat(watched(scope, calm).hurry()).as("%s", calm).isFalse();
            assertThat(watched(scope, calm).scopes()).hasSize(2);
        }
        for (SwitchOverState quiet : List.of(SwitchOverState.DRAFT, SwitchOverState.COMPLETED,
                SwitchOverState.ROLLED_BACK)) {
            assertThat(watched(scope, quiet)).as("%s", quiet).isEqualTo(Watched.NOTHING);
        }
    }
}
