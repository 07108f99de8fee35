package io.spillway.drill.fault;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.spillway.drill.fleet.Space;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeptTest {

    @Test
    void aLineSaysAllOfIt() {
        Kept kept = new Kept("the line & all = \"of it\"\n", Duration.ofSeconds(7),
                List.of(new Undo.Call("POST", URI.create("http://127.0.0.1:1/proxies/a?b=c"), "{\"enabled\": true}\n",
                        true),
                        new Undo.Call("DELETE", URI.create("http://127.0.0.1:1/x"), "", false),
                        new Undo.ClearShift(URI.create("http://127.0.0.1:1/v1/shifts/s"), "why not", "{}"),
                        new Undo.Continue(7, "123456"),
                        new Undo.Clear(new Space(8, "99"), new Hindrance.Loss("served", 5, "the line & all")),
                        new Undo.Clear(new Space(8, "99"),
                                new Hindrance.Queue("served-1", "b", Duration.ofMillis(3), Duration.ZERO, 1024)),
                        new Undo.Start(Path.of("/tmp/a b/pids"), "idc-a/x", Path.of("/tmp/l og"),
                                List.of("/bin/sh", "-c", "exec \"$@\"", ""))));

        assertThat(kept.line()).doesNotContain("\n");
        assertThat(Kept.parse(kept.line())).isEqualTo(kept);
    }

    @Test
    void anUnknownUndoIsNamed() {
        assertThatThrownBy(() -> Kept.parse("begin a 1000 explode&now")).hasMessageContaining("explode&now")
                .hasMessageContaining("expected");
    }
}
