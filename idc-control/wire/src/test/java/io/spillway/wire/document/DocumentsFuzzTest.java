package io.spillway.wire.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever comes as a document is read or refused with words, and what was read comes back from what is written. */
class DocumentsFuzzTest {

    private static final int LONGEST_WORDS = 200_000;

    @FuzzTest
    void resources(byte[] octets) {
        switch (ResourceDocuments.parse(new String(octets, StandardCharsets.UTF_8))) {
            case Decoded.Invalid<List<Resource>>(List<Violation> violations) -> assertThat(violations).isNotEmpty()
                    .allSatisfy(violation -> assertThat(violation.message()).isNotBlank()
                            .hasSizeLessThan(LONGEST_WORDS));
            case Decoded.Valid<List<Resource>>(List<Resource> resources) -> resources.forEach(DocumentsFuzzTest::judge);
        }
    }

    private static void judge(Resource resource) {
        Tree tree = ResourceDocuments.write(resource);
        for (String text : List.of(YamlText.write(tree), JsonText.write(tree))) {
            assertThat(ResourceDocuments.parse(text)).as(text).isEqualTo(new Decoded.Valid<>(List.of(resource)));
        }
    }

    @FuzzTest
    void json(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        if (JsonText.parse(text) instanceof Decoded.Valid<Tree>(Tree tree)) {
            assertThat(JsonText.parse(JsonText.write(tree))).isInstanceOf(Decoded.Valid.class);
        }
    }

    @FuzzTest
    void environment(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        assertThat(Documents.parse(text, name -> name.length() % 2 == 0 ? null : "${" + name + "}")).isNotNull();
    }

    /** Kinds are read as stored too, where tomorrow's fields are let through. */
    @FuzzTest
    void stored(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        List<Kind> kinds = List.of(Kind.values());
        Kind kind = kinds.get((octets[0] & 0xff) % kinds.size());
        String text = new String(octets, 1, octets.length - 1, StandardCharsets.UTF_8);
        if (Documents.parse(text) instanceof Decoded.Valid<List<Tree>>(List<Tree> trees) && !trees.isEmpty()) {
            assertThat(SpecDocuments.readStored(kind, trees.getFirst(), new ArrayList<>())).isNotNull();
        }
    }
}
