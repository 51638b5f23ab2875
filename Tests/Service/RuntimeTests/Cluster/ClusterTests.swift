import Kafka
import Runtime
import Settings
import Testing

@Suite struct ClusterTests {
  @Test func whatIsConfiguredReachesTheClients() {
    var configuration = ResurveyConfiguration()
    configuration.kafka.brokers = ["a:1", "b:2"]
    configuration.kafka.clientId = "north"
    configuration.limits.fetch_kb = 128
    let kafka = Cluster(configuration, log: { _ in }).kafka
    #expect(kafka.brokers == "a:1,b:2")
    #expect(kafka.clientID == "north")
    #expect(kafka.fetchAhead_kB == 128)
  }
}
