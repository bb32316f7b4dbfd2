assert new File(basedir, 'build.log').text.contains('Released, beside []')

// Compares docs/dependencies.md with the dependencies of the starter: required and optional ones, and their licences.
File module = basedir.toPath().resolve('../../..').toFile().canonicalFile
def licences = new File(module, 'target/generated-sources/license/THIRD-PARTY.txt').readLines().collectEntries { line ->
	def match = line =~ /^ +((?:\([^)]+\) )+)\S.* \(([^:() ]+:[^:]+):\S+ - .*\)$/
	match ? [match[0][2], match[0][1].trim().replaceAll(/\) \(/, ', ').replaceAll(/^\(|\)$/, '')] : [:]
}
def row = { name -> "| `${name}` | ${licences[name]} |".toString() }
def brought = new File(basedir, 'target/dependencies.txt').readLines().findResults { line ->
	def match = line =~ /^ +([^:]+:[^:]+):jar:/
	match ? match[0][1] : null
}.findAll { !it.startsWith('io.eventgate:') }.sort().collect(row)
def optional = new groovy.xml.XmlParser().parse(new File(module, '.flattened-pom.xml')).dependencies.dependency.findAll {
	it.optional.text() == 'true' && it.scope.text() != 'provided'
}.collect { it.groupId.text() + ':' + it.artifactId.text() }.sort().collect(row)
def documented = { title ->
	new File(module, '../docs/dependencies.md').text.split('\n## ').find { it.startsWith(title) }.readLines().findAll { it.startsWith('| `') }
}
assert documented('Brought') == brought: 'docs/dependencies.md has to say\n' + brought.join('\n')
assert documented('Optional') == optional: 'docs/dependencies.md has to say\n' + optional.join('\n')
