String log = new File(basedir, 'build.log').text
assert log.contains('200 {"previous":"clear","state":"set","released":1}')
assert log.contains('"measurements":[{"statistic":"VALUE","value":1.0}],"name":"eventgate.state"')
