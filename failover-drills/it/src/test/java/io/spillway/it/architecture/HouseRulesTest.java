package io.spillway.it.architecture;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class HouseRulesTest {

    private static final String GENERATED = "io/spillway/wire/v1/";

    private static JavaClasses product;

    @BeforeAll
    static void importEveryModule() {
        product = new ClassFileImporter()
                .withImportOptions(java.util.List.of(new ImportOption.DoNotIncludeTests(),
                        location -> !location.contains(GENERATED)))
                .importPackages("io.spillway");
    }

    static Stream<HouseRule> rules() {
        return HouseRules.all().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holdsOverAllModules(HouseRule rule) {
        rule.rule().check(product);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isBrokenByItsOffender(HouseRule rule) throws ClassNotFoundException {
        Class<?>[] offenders = new Class<?>[rule.offenders().size()];
        for (int i = 0; i < offenders.length; i++) {
            offenders[i] = Class.forName(rule.offenders().get(i));
        }
        JavaClasses sample = new ClassFileImporter().importClasses(offenders);
        assertThat(rule.rule().evaluate(sample).hasViolation()).as(rule.name()).isTrue();
    }

    @Test
    void seesTheClassesOfEveryModule() {
        assertThat(product.stream().map(c -> c.getPackageName().split("\\.")[2])).contains("model", "wire", "process",
                "registry", "gateway", "control", "ctl", "sync", "drill");
    }
}
