String log = new File(basedir, 'build.log').text
assert log.contains('Released, in unnamed module')
assert log.contains('Released, in module consumer by module io.eventgate.core')
