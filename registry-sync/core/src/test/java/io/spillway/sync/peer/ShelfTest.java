package io.spillway.sync.peer;

import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShelfTest {

    private final Shelf<ServiceEntry> shelf = new Shelf<>(XdsNames.TYPE_SERVICE_ENTRY, ServiceEntry.parser(),
            (_, entry) -> entry.getIdc().equals("idc-b") ? "" : "another origin");
    private final List<String> there = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();

    private String comes(String idc, String name) {
        return shelf.take(Resource.newBuilder().setName(name).setVersion("1").setResource(Any.newBuilder()
                .setTypeUrl(XdsNames.TYPE_SERVICE_ENTRY)
                .setValue(ServiceEntry.newBuilder().setIdc(idc).setService(name).build().toByteString())).build());
    }

    private void tells() {
        there.clear();
        gone.clear();
        shelf.tell(false, entry -> there.add(entry.getService()), gone::add);
    }

    /** A standby hears for months of services that come and go, and tells nobody. */
    @Test
    void whoTellsNobodyRemembersTheNewestOfWhatIsGoneAndAllThatIsThere() {
        comes("idc-b", "stays");
        for (int i = 0; i < Shelf.MOST_GONE + 5; i++) {
            comes("idc-b", "s-" + i);
            shelf.remove("s-" + i);
        }
        comes("idc-b", "s-7"); // it is back
        assertThat(shelf.waiting()).isEqualTo(Shelf.MOST_GONE + 1);
        tells();
        assertThat(there).containsExactlyInAnyOrder("stays", "s-7");
        assertThat(gone).hasSize(Shelf.MOST_GONE - 1).doesNotContain("s-4", "s-7").contains("s-5",
                "s-" + (Shelf.MOST_GONE + 4));
        tells();
        assertThat(there).isEmpty();
        assertThat(gone).isEmpty();
    }

    @Test
    void whatWasSetAsideAndWentDuringACutIsNotShownForEver() {
        assertThat(comes("idc-c", "foreign")).isEqualTo("another origin");
        assertThat(shelf.refused()).containsOnlyKeys("foreign");
        shelf.heardAnew();
        assertThat(shelf.refused()).isEmpty();
        comes("idc-c", "foreign");
        assertThat(shelf.refused()).containsOnlyKeys("foreign");
    }

    @Test
    void theDigestIsOfWhatIsHeldHoweverItCame() {
        String empty = shelf.digest();
        comes("idc-b", "a");
        String one = shelf.digest();
        comes("idc-b", "b");
        shelf.remove("b");
        comes("idc-b", "a");
        assertThat(shelf.digest()).isEqualTo(one).isNotEqualTo(empty);
        shelf.forget("a");
        assertThat(shelf.digest()).isEqualTo(empty);
    }
}
