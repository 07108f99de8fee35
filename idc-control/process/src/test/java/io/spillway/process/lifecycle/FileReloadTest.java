package io.spillway.process.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Tree;
import io.spillway.process.config.CommonConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An operator who sends SIGHUP with a wrong file goes on with the last one that was right. */
class FileReloadTest {

    @TempDir
    Path folder;
    private final List<String> seen = new ArrayList<>();
    private final Reloads reloads = new Reloads();

    private static Tree tree(String node) {
        return Tree.mapping(Map.of("idc", Tree.text("a"), "node", Tree.text(node), "dataDir", Tree.text("d")));
    }

    private void reload(FileReload<CommonConfig> reload, String file) throws IOException {
        Files.writeString(folder.resolve("c.yaml"), file);
        reload.run(name -> null, reloads);
    }

    @Test
    void aRefusedFileLeavesTheLastRightOneInForceAndNotTheFirst() throws Exception {
        reloads.add("part", List.of("node"), new Reload() {
            @Override
            public String reload(Tree file) {
                seen.add(String.valueOf(((Tree.Mapping) file).get("node") instanceof Tree.Scalar node
                        ? node.value()
                        : null));
                return "done";
            }

            @Override
            public void refused() {
                seen.add("refused");
            }
        });
        FileReload<CommonConfig> reload = new FileReload<>("test", CommonConfig::read, folder.resolve("c.yaml"),
                tree("n1"));
        reload(reload, "idc: a\nnode: n2\ndataDir: d\n");
        reload(reload, "idc: a\nnod: n3\ndataDir: d\n");
        reload(reload, "idc: a\nnode: n4\ndataDir: d\n");
        assertThat(seen).containsExactly("n2", "refused", "n2", "n4");
    }
}
