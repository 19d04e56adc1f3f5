package dev.agentpost.mail.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.inbox.InboxAddresses.Choice;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboxAddressesTest {
    private static final String SHARED = "shared.localhost";
    private static final String CUSTOM = "acme.example";

    private final InboxAddresses addresses = new InboxAddresses(SHARED, new Random(1));

    private String chosen(String username, String domain) {
        return ((Choice.Chosen) addresses.choose(username, domain)).address().asString();
    }

    @Test
    void addressOnTheSharedDomainShouldHaveARandomSuffix() {
        assertThat(chosen("bot", SHARED)).matches("bot-[a-z0-9]{6}@shared\\.localhost");
    }

    @Test
    void addressesOnTheSharedDomainShouldDiffer() {
        assertThat(chosen("bot", SHARED)).isNotEqualTo(chosen("bot", SHARED));
    }

    @Test
    void addressOnACustomDomainShouldBeTheUsername() {
        assertThat(chosen("sales.team", CUSTOM)).isEqualTo("sales.team@acme.example");
    }

    @Test
    void usernameShouldBeFoldedToLowerCase() {
        assertThat(chosen("Sales", CUSTOM)).isEqualTo("sales@acme.example");
    }

    static Stream<String> reservedNames() {
        return InboxAddresses.RESERVED.stream();
    }

    @ParameterizedTest
    @MethodSource("reservedNames")
    void reservedNameShouldBeRefusedWithAReason(String name) {
        assertThat(addresses.choose(name, CUSTOM)).isEqualTo(new Choice.Refused("'" + name + "' is reserved"));
        assertThat(addresses.choose(name, SHARED)).isEqualTo(new Choice.Refused("'" + name + "' is reserved"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postmaster", "abuse", "Postmaster", "ABUSE"})
    void reservedNameShouldBeRefusedInAnyCase(String name) {
        assertThat(addresses.choose(name, CUSTOM)).isInstanceOf(Choice.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a@b", ".a", "a.", "a..b", "a+b", "\u00fcber", "a\n", "\"a\""})
    void usernameThatIsNoDotAtomShouldBeRefusedWithAReason(String username) {
        assertThat(addresses.choose(username, CUSTOM))
                .isInstanceOfSatisfying(Choice.Refused.class, refused -> assertThat(refused.reason())
                        .contains("dot-atom"));
    }

    @Test
    void localPartShouldHaveAtMost64CharactersWithTheSuffix() {
        assertThat(chosen("x".repeat(57), SHARED)).hasSize(64 + 1 + SHARED.length());
        assertThat(addresses.choose("x".repeat(58), SHARED)).isInstanceOf(Choice.Refused.class);
    }

    @Test
    void localPartShouldHaveAtMost64CharactersOnACustomDomain() {
        assertThat(addresses.choose("x".repeat(64), CUSTOM)).isInstanceOf(Choice.Chosen.class);
        assertThat(addresses.choose("x".repeat(65), CUSTOM)).isInstanceOf(Choice.Refused.class);
    }

    @Test
    void sharedDomainShouldBeADomain() {
        assertThatThrownBy(() -> new InboxAddresses("Not A Domain", new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not A Domain");
    }
}
