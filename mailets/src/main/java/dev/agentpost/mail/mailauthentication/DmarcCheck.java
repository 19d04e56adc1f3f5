package dev.agentpost.mail.mailauthentication;

import dev.agentpost.mail.core.HeaderAddresses;
import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.dns.DnsAnswer;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.mailauthentication.DmarcVerdict.Disposition;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;

/** DMARC (RFC 7489), from what SPF and DKIM have found. Blocks. Safe for use by many threads. */
public class DmarcCheck {
    /** More in one From field are no author's doing. */
    private static final int MAX_DOMAINS = 5;

    /** The severest first: a message that names several authors is as bad as the worst of them. */
    private static final Comparator<DmarcVerdict> WORST = Comparator.comparing(
                    (DmarcVerdict verdict) -> verdict.requested().ordinal())
            .thenComparing(verdict -> verdict.result() == Verdict.TEMPERROR)
            .thenComparing(verdict -> verdict.result() == Verdict.FAIL)
            .thenComparing(verdict -> verdict.result() != Verdict.PASS);

    private final DnsResolver dns;
    private final IntSupplier dice;

    /** @param dice from 0 to 99, for policies that ask for a part of the messages */
    public DmarcCheck(DnsResolver dns, IntSupplier dice) {
        this.dns = dns;
        this.dice = dice;
    }

    public DmarcVerdict check(MessageHeader header, SpfVerdict spf, List<DkimVerdict> dkim, Deadline deadline) {
        List<String> domains = header.values("from").stream()
                .flatMap(value -> HeaderAddresses.find(value).stream())
                .filter(address -> address.contains("@"))
                .map(address -> address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT))
                .filter(domain -> !domain.isEmpty())
                .distinct()
                .toList();
        if (domains.isEmpty() || domains.size() > MAX_DOMAINS) {
            return DmarcVerdict.of(Verdict.PERMERROR, "");
        }
        return domains.stream()
                .map(domain -> check(domain, spf, dkim, deadline))
                .max(WORST)
                .orElseThrow();
    }

    /** @param ofOrganization whether it was found there and not at the domain itself */
    private record Published(Optional<DmarcRecord> record, boolean ofOrganization, boolean failed) {}

    private DmarcVerdict check(String domain, SpfVerdict spf, List<DkimVerdict> dkim, Deadline deadline) {
        Published published = published(domain, deadline);
        if (published.failed()) {
            return DmarcVerdict.of(Verdict.TEMPERROR, domain);
        }
        return published
                .record()
                .map(record -> decide(domain, record, published.ofOrganization(), spf, dkim))
                .orElseGet(() -> DmarcVerdict.of(Verdict.NONE, domain));
    }

    private DmarcVerdict decide(
            String domain, DmarcRecord record, boolean ofOrganization, SpfVerdict spf, List<DkimVerdict> dkim) {
        boolean spfAligned = isAligned(domain, spf.domain(), record.strictSpf());
        List<DkimVerdict> signatures = dkim.stream()
                .filter(verdict -> isAligned(domain, verdict.domain(), record.strictDkim()))
                .toList();
        if ((spfAligned && spf.result() == Verdict.PASS) || has(signatures, Verdict.PASS)) {
            return DmarcVerdict.of(Verdict.PASS, domain);
        }
        if ((spfAligned && spf.result() == Verdict.TEMPERROR) || has(signatures, Verdict.TEMPERROR)) {
            return DmarcVerdict.of(Verdict.TEMPERROR, domain);
        }
        Disposition asked = ofOrganization ? record.subdomainPolicy() : record.policy();
        return new DmarcVerdict(Verdict.FAIL, domain, sampled(asked, record.percent()));
    }

    private static boolean has(List<DkimVerdict> verdicts, Verdict result) {
        return verdicts.stream().anyMatch(verdict -> verdict.result() == result);
    }

    /** RFC 7489 section 6.6.4: outside of the sample the next milder policy applies. */
    private Disposition sampled(Disposition asked, int percent) {
        return asked == Disposition.NONE || dice.getAsInt() < percent
                ? asked
                : Disposition.values()[asked.ordinal() - 1];
    }

    /** RFC 7489 section 3.1. */
    private static boolean isAligned(String from, String authenticated, boolean strict) {
        String folded = authenticated.toLowerCase(Locale.ROOT);
        return strict ? from.equals(folded) : OrganizationalDomain.of(from).equals(OrganizationalDomain.of(folded));
    }

    /** RFC 7489 section 6.6.3. */
    private Published published(String domain, Deadline deadline) {
        Published own = published(domain, false, deadline);
        String organization = OrganizationalDomain.of(domain);
        return own.failed() || own.record().isPresent() || organization.equals(domain)
                ? own
                : published(organization, true, deadline);
    }

    private Published published(String domain, boolean ofOrganization, Deadline deadline) {
        DnsAnswer<String> answer = deadline.isOver()
                ? new DnsAnswer.Failed<>("out of time")
                : dns.texts("_dmarc." + domain).block();
        if (answer instanceof DnsAnswer.Found<String> found) {
            List<DmarcRecord> records = found.records().stream()
                    .flatMap(text -> DmarcRecord.parse(text).stream())
                    .toList();
            return new Published(
                    records.size() == 1 ? Optional.of(records.get(0)) : Optional.empty(), ofOrganization, false);
        }
        return new Published(Optional.empty(), ofOrganization, answer instanceof DnsAnswer.Failed);
    }
}
