package dev.agentpost.mail.integration;

import dev.agentpost.mail.integration.harness.AdminApi.TestKey;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.Keys;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import java.util.Map;

/**
 * The login decision, which is one for all protocols.
 *
 * @param bad by what is wrong with them: all have one identical answer
 * @param good by what they are the neighbours of
 */
record LoginCases(Map<String, TestInbox> bad, Map<String, TestInbox> good) {
    static LoginCases of(RunningServer server, TestOrganization acme, TestInbox alice) {
        TestOrganization other = server.admin().createOrganization("Other");
        TestInbox bob = acme.createInbox("bob");
        TestKey revoked = acme.createKey();
        acme.revoke(revoked);
        TestKey ofBob = acme.createKey(Map.of("inboxes", List.of(bob.email())));
        TestKey fromElsewhere = acme.createKey(Map.of("allowed_ips", List.of("192.0.2.0/24")));
        TestKey fromHere = acme.createKey(Map.of("allowed_ips", List.of("127.0.0.0/8", "::1/128")));
        return new LoginCases(
                Map.of(
                        "unknown key", alice.withKey(Keys.unknown()),
                        "no key at all", alice.withKey("secret"),
                        "key with a typo", alice.withKey(Keys.typoIn(alice.key())),
                        "key of another organization",
                                alice.withKey(other.createKey().secret()),
                        "revoked key", alice.withKey(revoked.secret()),
                        "key for another inbox", alice.withKey(ofBob.secret()),
                        "key for another network", alice.withKey(fromElsewhere.secret()),
                        "unknown inbox", alice.withEmail("nobody-abc123@shared.localhost"),
                        "no address", alice.withEmail("no address")),
                Map.of(
                        "key", alice,
                        "key for this inbox", bob.withKey(ofBob.secret()),
                        "key for this network", alice.withKey(fromHere.secret())));
    }
}
