package io.spillway.it.architecture;

import java.util.List;

import com.tngtech.archunit.lang.ArchRule;

/**
 * A rule of the house together with sample classes that break it, so that the rule is seen to be able to fail.
 *
 * @param name a sentence
 * @param rule what is checked over the product
 * @param offenders binary names of test classes of this module that break the rule
 */
record HouseRule(String name, ArchRule rule, List<String> offenders) {

    static HouseRule of(String name, ArchRule rule, String... offenders) {
        return new HouseRule(name, rule.as(name), List.of(offenders));
    }

    @Override
    public String toString() {
        return name;
    }
}
