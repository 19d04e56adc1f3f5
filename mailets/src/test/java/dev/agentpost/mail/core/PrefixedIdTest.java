package dev.agentpost.mail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixedIdTest {
    private static final PrefixedId FORM = new PrefixedId("inb_");

    @Test
    void generatedIdShouldBeThePrefixAndAUlid() {
        assertThat(FORM.generate()).matches("inb_[0-9A-HJKMNP-TV-Z]{26}");
    }

    @Test
    void generatedIdsShouldSortByCreation() {
        assertThat(Stream.generate(FORM::generate).limit(1000).toList())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "inb_",
                "inb_01",
                "org_01M7Y56VEVJB104EHAHQF4EW8G",
                "01M7Y56VEVJB104EHAHQF4EW8G",
                "inb_01m7y56vevjb104ehahqf4ew8g",
                "inb_O1M7Y56VEVJB104EHAHQF4EW8G",
                "inb_01M7Y56VEVJB104EHAHQF4EW8G "
            })
    void checkShouldRefuseOtherForms(String value) {
        assertThatThrownBy(() -> FORM.check(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + value + "'");
    }

    @Test
    void isValidShouldRefuseNull() {
        assertThat(FORM.isValid(null)).isFalse();
    }

    @Test
    void eachThingShouldHaveItsPrefix() {
        assertThat(OrganizationId.generate().value()).startsWith("org_");
        assertThat(InboxId.generate().value()).startsWith("inb_");
        assertThat(ApiKeyId.generate().value()).startsWith("key_");
    }

    @Test
    void idOfAnotherThingShouldBeRefused() {
        String organizationId = OrganizationId.generate().value();

        assertThatThrownBy(() -> InboxId.of(organizationId)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ApiKeyId.of(organizationId)).isInstanceOf(IllegalArgumentException.class);
    }
}
