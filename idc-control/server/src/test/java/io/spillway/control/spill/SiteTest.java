package io.spillway.control.spill;

import java.util.Map;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that registered twice serves once: counted twice, this IDC would keep what nobody here can carry. */
class SiteTest {

    private static final int ONE = 100 * Worlds.PER_WEIGHT;

    private ControlState state = Worlds.world(WorkloadState.UP, 0);

    private void again(String name, String group, WorkloadState as) {
        state = state.with(Resource.of(name,
                new WorkloadEntrySpec("orders", group, "remote-a", "10.1.0.1", 80, 100, as, Map.of(), null)));
    }

    private Site site() {
        ServiceSpec orders = Worlds.orders(SpillKind.CAPACITY, Worlds.PER_WEIGHT);
        return Site.of("idc-a", state, "orders", orders, "default");
    }

    @Test
    void oneAddressThatIsRegisteredTwiceCarriesOnce() {
        again("orders-1-after-restart", "default", WorkloadState.UP);
        assertThat(site().declared()).isEqualTo(2 * ONE);
        assertThat(site().healthy()).isEqualTo(2 * ONE);
    }

    @Test
    void theOneThatCountsIsTheOneThatIsServed() {
        again("orders-0", "default", WorkloadState.DOWN);
        assertThat(site().healthy()).as("orders-0 comes first by name, but orders-1 is UP").isEqualTo(2 * ONE);
        again("orders-0", "other", WorkloadState.UP);
        assertThat(site().declared()).as("another group").isEqualTo(2 * ONE);
    }
}
